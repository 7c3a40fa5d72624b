/* What a row of a rule compares with: a choice by its words, a number, a date, today, the answer to another question. */

(() => {
  const designer = window.nirapodDesigner;
  const { element } = designer;
  const BANGLA_ZERO = 0x09e6;
  const words = () => designer.vocabulary.words;
  const latin = (text) => text.replace(/[\u09e6-\u09ef]/g, (digit) => String(digit.charCodeAt(0) - BANGLA_ZERO));
  const option = (value, text, chosen) => element('option', { value, selected: value === chosen }, text);

  /* What a row compares with: which kind of value, the value, and what `remover` makes behind them. */
  designer.valueInputs = (rows, row, remover) => {
    const set = (text) => {
      row.value.text = text;
      rows.say();
    };
    const rest = () => [valueBox(rows, row, set), remover()].filter(Boolean);
    const kind = element('select', { 'aria-label': words().kind, onchange: () => {
      row.value = { kind: kind.value, text: '' };
      rows.follow(kind, rest());
    } }, ...rows.kinds(row.question, row.value.kind).map(
      (name) => option(name, designer.vocabulary.valueKinds[name], row.value.kind)));
    return [kind, ...rest()];
  };

  function valueBox(rows, row, set) {
    const { kind, text } = row.value;
    const label = { 'aria-label': words().value };
    if (kind === 'today') return null;
    if (kind === 'question') return rows.questions(text, words().value, set);
    const part = rows.part(row.question);
    if (kind === 'text' && part && designer.vocabulary.types[part.type]?.choices) return choiceBox(part, text, set);
    const type = kind === 'date' ? { type: 'date' } : { type: 'text', inputmode: kind === 'number' ? 'decimal' : null };
    const box = element('input', { ...label, ...type, autocomplete: 'off', oninput: () => {
      set(kind === 'number' ? latin(box.value.trim()) : box.value);
    } });
    box.value = text;
    return box;
  }

  /* The choices arrive a moment later; a value that is no choice any more stays what it is. */
  function choiceBox(part, chosen, set) {
    const select = element('select', { 'aria-label': words().value, class: 'rule-row__value', onchange: () => set(select.value) },
      option(chosen, chosen || words().choose, chosen));
    designer.offered(part).then(({ choices }) => {
      const known = choices.some((choice) => choice.value === chosen);
      select.replaceChildren(...(known ? [] : [option(chosen, chosen || words().choose, chosen)]),
        ...choices.map((choice) => option(choice.value, choice.label, chosen)));
    });
    return select;
  }
})();
