/* A rule as text: the names and functions that fit where one types, and the faults underlined where they are. */

(() => {
  const designer = window.nirapodDesigner;
  const { element } = designer;
  const MOST = 8;
  const words = () => designer.vocabulary.words;
  let number = 0;

  /* What is being typed before the caret: a question after `${`, or the beginning of a word. */
  function typed(box) {
    const before = box.value.slice(0, box.selectionStart);
    const opened = before.lastIndexOf('${');
    if (opened >= 0 && !before.slice(opened).includes('}')) return { from: opened, start: before.slice(opened + 2) };
    const [word] = before.match(/[\p{L}\p{M}_][\p{L}\p{M}\p{N}_:-]*$/u) || [''];
    return word.length > 1 ? { from: before.length - word.length, start: word } : null;
  }

  function fitting({ start }, onlyNames) {
    const wanted = start.trim().toLocaleLowerCase();
    const names = designer.parts()
      .filter((part) => part.key && part.kind !== 'page' && designer.title(part).toLocaleLowerCase().includes(wanted))
      .map((part) => ({ insert: `\${${part.key}}`, name: part.key, help: part.label }));
    const functions = onlyNames ? [] : designer.vocabulary.functions
      .filter((one) => one.name.startsWith(wanted))
      .map((one) => ({ insert: one.call, name: one.call, help: one.help }));
    return [...functions, ...names].slice(0, MOST);
  }

  class Text {
    constructor(box) {
      this.box = box;
      this.id = `rule-names-${number += 1}`;
      this.list = element('ul', { role: 'listbox', id: this.id, class: 'rule-names', hidden: true, 'aria-label': words().names });
      this.marks = element('div', { class: 'rule-marks', role: 'status' });
      box.setAttribute('aria-autocomplete', 'list');
      box.setAttribute('aria-controls', this.id);
      box.addEventListener('input', () => this.suggest());
      box.addEventListener('keydown', (event) => this.key(event));
      // A button beside the box may give the focus back at once.
      box.addEventListener('blur', () => setTimeout(() => document.activeElement === box || this.close(), 150));
      this.element = element('div', {}, this.list, this.marks);
    }

    suggest() {
      this.at = typed(this.box);
      const found = this.at ? fitting(this.at, this.box.value.startsWith('${', this.at.from)) : [];
      this.found = found;
      this.chosen = -1;
      this.list.replaceChildren(...found.map((one, index) => element(
        'li', { role: 'option', id: `${this.id}-${index}`, 'aria-selected': 'false', onmousedown: (event) => {
          event.preventDefault();
          this.take(index);
        } }, element('code', {}, one.name), ' ', one.help)));
      this.list.hidden = !found.length;
    }

    close() {
      this.list.hidden = true;
      this.box.removeAttribute('aria-activedescendant');
    }

    key(event) {
      if (this.list.hidden) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) this.choose((this.chosen + step + this.found.length) % this.found.length);
      else if (event.key === 'Enter' && this.chosen >= 0) this.take(this.chosen);
      else if (event.key === 'Escape') this.close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    choose(index) {
      this.chosen = this.chosen < 0 && index === this.found.length - 2 ? this.found.length - 1 : index;
      [...this.list.children].forEach((item, place) => item.setAttribute('aria-selected', String(place === this.chosen)));
      this.box.setAttribute('aria-activedescendant', `${this.id}-${this.chosen}`);
    }

    take(index) {
      const { insert } = this.found[index];
      const rest = this.box.value.slice(this.box.selectionStart).replace(/^\}/, '');
      this.box.setRangeText(insert, this.at.from, this.box.value.length - rest.length, 'end');
      this.close();
      this.box.dispatchEvent(new Event('input', { bubbles: true }));
      this.close();
    }

    /* The rule once more with its faults underlined, and each fault as a button that leads to its place. */
    showMarks(marks) {
      this.box.setAttribute('aria-invalid', String(marks.length > 0));
      if (!marks.length) {
        this.marks.replaceChildren();
        return;
      }
      const text = this.box.value;
      const echo = element('p', { class: 'rule-echo', 'aria-hidden': 'true' });
      let place = 0;
      for (const { start, end } of marks) {
        if (start < place) continue;
        echo.append(text.slice(place, start), element('mark', {}, text.slice(start, end) || '\u2038'));
        place = end;
      }
      echo.append(text.slice(place));
      const faults = marks.map(({ start, end, message }) => element('li', {}, element('button', {
        type: 'button', class: 'rule-fault', onclick: () => {
          this.box.focus();
          this.box.setSelectionRange(start, end);
        } }, message)));
      this.marks.replaceChildren(echo, element('ul', {}, ...faults));
    }
  }

  designer.RuleText = Text;
})();
