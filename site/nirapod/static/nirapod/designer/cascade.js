/* Choices narrowed by another answer: "offer only choices whose [column] is the answer to [question]". */

(() => {
  const designer = window.nirapodDesigner;
  const { element } = designer;
  const words = () => designer.vocabulary.words;
  const option = (value, text, chosen) => element('option', { value, selected: value === chosen }, text);

  class Cascade {
    constructor(rule, changed) {
      this.rule = rule;
      this.changed = changed;
      this.element = element('div', { class: 'rule-rows' });
    }

    async show(cascade) {
      const parts = designer.parts();
      const own = parts.find((part) => part.key === this.rule.owner());
      const { columns } = own ? await designer.offered(own) : { columns: [] };
      this.draw(cascade, columns, parts.filter((part) => part.key && part !== own && designer.vocabulary.types[part.type]?.family));
    }

    draw(cascade, columns, parts) {
      const again = (changed) => {
        this.draw(changed, columns, parts);
        this.element.querySelector('select, button')?.focus();
        this.changed(changed);
      };
      const button = (text, changed) => element(
        'button', { type: 'button', class: 'button button-secondary button-small', onclick: () => again(changed) }, text);
      if (!cascade) {
        const nothing = !columns.length;
        this.element.replaceChildren(nothing
          ? element('p', { class: 'rule-note' }, words().noColumns)
          : button(words().addCascade, { column: columns[0], question: '' }));
        return;
      }
      const known = columns.includes(cascade.column) ? columns : [cascade.column, ...columns];
      const set = (name) => (event) => this.changed(Object.assign(cascade, { [name]: event.target.value }));
      this.element.replaceChildren(element('div', { class: 'rule-row' },
        element('span', {}, words().cascade),
        element('select', { 'aria-label': words().column, onchange: set('column') },
          ...known.map((column) => option(column, column, cascade.column))),
        element('span', {}, words().answerTo),
        element('select', { 'aria-label': words().question, onchange: set('question') },
          option('', words().choose, cascade.question),
          ...parts.map((part) => option(part.key, designer.title(part), cascade.question))),
        button(words().offerAll, null)));
    }
  }

  designer.Cascade = Cascade;
})();
