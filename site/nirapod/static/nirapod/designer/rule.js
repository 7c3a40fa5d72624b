/* The input of a rule. The box with the text is what counts; rows stand over it where the server could read them from
   it. Nothing is written into the box unless a row was changed. */

(() => {
  const { FieldBlockDefinition } = window.wagtailStreamField.blocks;
  const designer = window.nirapodDesigner;
  const { element } = designer;
  const PAUSE = 450;
  const words = () => designer.vocabulary.words;
  const AS_ROWS = new Set(['show_if', 'check', 'required_if']);
  const NOTHING = { show_if: 'always', check: 'anything', required_if: 'notRequired', choice_filter: 'allChoices' };
  const MEANS = { show_if: 'shownIf', check: 'acceptedIf', required_if: 'requiredIf', choice_filter: 'offered' };

  class Rule {
    constructor(name, container) {
      this.name = name;
      this.child = container.closest('[data-streamfield-child]');
      this.box = container.querySelector('textarea');
      this.own = name === 'check';
      this.text = new designer.RuleText(this.box);
      this.sentence = element('p', { class: 'rule-words', role: 'status' });
      this.note = element('p', { class: 'rule-note', hidden: true });
      this.switch = element('button', { type: 'button', class: 'button button-secondary button-small', onclick: () => this.turn() });
      this.view = AS_ROWS.has(name) ? new designer.Rows(this, (rows) => this.write(rows, designer.write))
        : name === 'choice_filter' ? new designer.Cascade(this, (rows) => this.write(rows, designer.writeCascade)) : null;
      this.holder = this.box.closest('.w-field__input') || this.box.parentElement;
      this.holder.after(element('div', { class: 'rule' },
        this.sentence, this.view?.element || '', this.text.element, this.note, this.view ? this.switch : ''));
      this.box.addEventListener('input', () => this.later());
      if (name === 'choice_filter') this.child?.addEventListener('change', (event) => this.followChoices(event.target.name));
      if (this.box.value.trim()) this.look(true);
      else if (!this.view) this.tell(words().textHelp);
      else this.show({ rows: { all: true, members: [] }, cascade: null, words: '', marks: [] }, true);
    }

    owner() {
      const part = designer.parts().find((one) => one.id === this.child?.dataset.contentpath);
      return part ? part.key : '';
    }

    /* Other choices have other columns to narrow by. */
    followChoices(changed) {
      if (this.inRows && /-(choice_list|choices)$/.test(changed)) this.view.show(this.seen.cascade);
    }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(false), PAUSE);
    }

    /* Ask the server how the rule looks. Only the last question counts. */
    async look(first) {
      this.asking?.abort();
      this.asking = new AbortController();
      const { signal } = this.asking;
      const expression = this.box.value;
      const parts = designer.parts().filter((part) => part.key).map((part) => (
        expression.includes(part.key) || part.id === this.child?.dataset.contentpath
          ? part : { key: part.key, type: part.type, block: part.block }));
      const seen = await designer.ask('check', { rule: this.name, expression, owner: this.owner(), parts }, signal);
      if (signal.aborted) return;
      if (seen) this.show(seen, first);
      else this.tell(words().offline);
    }

    show(seen, first) {
      this.seen = seen;
      this.text.showMarks(seen.marks);
      const nothing = !this.box.value.trim();
      const meant = nothing ? words()[NOTHING[this.name]] : seen.words && words()[MEANS[this.name]].replace('{rule}', seen.words);
      this.sentence.textContent = meant || '';
      if (first && this.view) this.setMode(nothing || this.viewable(), !nothing && !this.viewable());
      else this.switch.hidden = this.inRows ? false : !this.viewable() && !nothing;
    }

    viewable() { return this.name === 'choice_filter' ? Boolean(this.seen.cascade) : Boolean(this.seen.rows); }

    setMode(rows, told) {
      this.inRows = rows;
      this.holder.hidden = rows;
      this.view.element.hidden = !rows;
      this.switch.textContent = rows ? words().asText : words().asRows;
      this.switch.hidden = !rows && !this.viewable() && Boolean(this.box.value.trim());
      this.tell(rows ? '' : [told && words().onlyText, words().textHelp].filter(Boolean).join(' '));
      if (rows) this.view.show(this.name === 'choice_filter' ? this.seen.cascade : this.seen.rows);
    }

    /* Rows are drawn from what the server read last, so text that was typed since is read first. */
    async turn() {
      if (!this.inRows) {
        clearTimeout(this.timer);
        await this.look(false);
        if (!this.viewable() && this.box.value.trim()) return;
      }
      this.setMode(!this.inRows, false);
      if (!this.inRows) this.box.focus();
    }

    tell(text) {
      this.note.textContent = text;
      this.note.hidden = !text;
    }

    /* Put what the rows say into the box, as if it had been typed. */
    write(rows, writer) {
      let text;
      try {
        text = rows ? writer(rows) : '';
      } catch (error) {
        this.tell(error instanceof designer.Unwritable ? words().unwritable : words().unfinished);
        return;
      }
      this.tell('');
      this.box.value = text;
      this.box.dispatchEvent(new Event('input', { bubbles: true }));
      this.box.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }

  class RuleDefinition extends FieldBlockDefinition {
    render(...given) {
      const block = super.render(...given);
      block.rule = new Rule(this.name, block.element);
      return block;
    }
  }

  window.telepath.register('nirapod.designer.RuleBlock', RuleDefinition);
})();
