/* A rule as rows to choose from: questions by their words, comparisons that fit, values that fit. */

(() => {
  const designer = window.nirapodDesigner;
  const { element } = designer;
  const HERE = '.';
  const words = () => designer.vocabulary.words;
  const option = (value, text, chosen) => element('option', { value, selected: value === chosen }, text);

  class Rows {
    /* `rule`: owner() the key of the part that has the rule, own true where `.` may be asked for; `changed(rows)`. */
    constructor(rule, changed) {
      this.rule = rule;
      this.changed = changed;
      this.element = element('div', { class: 'rule-rows' });
    }

    show(rows) {
      this.rows = structuredClone(rows);
      this.draw();
    }

    /* Draw all anew and put the focus where `at` finds it. */
    draw(at = '') {
      this.parts = designer.parts();
      const empty = !this.rows.members.length;
      this.element.replaceChildren(...(empty ? [this.adders(this.rows, 0)] : [this.group(this.rows, null, 0)]));
      if (at) this.element.querySelector(at)?.focus();
    }

    say() { this.changed(this.rows); }

    structure(at) {
      this.draw(at);
      this.say();
    }

    group(group, parent, depth) {
      const joint = element('select', { 'aria-label': words().joint, onchange: () => {
        group.all = joint.value === 'all';
        this.say();
      } }, option('all', words().allOf, group.all ? 'all' : ''), option('any', words().anyOf, group.all ? '' : 'any'));
      const head = element('p', { class: 'rule-group__head' }, words().if, ' ', joint);
      if (group.members.length < 2 && !parent) head.hidden = true;
      if (parent) head.append(' ', this.remover(parent, group, words().removeGroup));
      const list = group.members.map((member) => element('li', {},
        member.members ? this.group(member, group, depth + 1) : this.row(member, group)));
      return element('div', { class: 'rule-group', role: 'group', 'aria-label': words().joint },
        head, element('ul', {}, ...list), this.adders(group, depth));
    }

    adders(group, depth) {
      const add = (member) => {
        group.members.push(member);
        (member.members ? member.members[0] : member).fresh = true;
        this.structure('[data-fresh]');
      };
      const button = (text, make) => element(
        'button', { type: 'button', class: 'button button-secondary button-small', onclick: () => add(make()) }, text);
      const more = group.members.length > 0 && depth < 4;
      return element('p', { class: 'rule-group__add' }, button(words().addRow, () => this.blank()), ' ',
        more ? button(words().addGroup, () => ({ all: !group.all, members: [this.blank(), this.blank()] })) : null);
    }

    blank() {
      const key = this.rule.own ? HERE : '';
      const operator = this.operators(key)[0];
      return { question: key, operator, value: this.takesValue(operator) ? { kind: this.kinds(key)[0], text: '' } : null };
    }

    remover(group, member, label) {
      return element('button', { type: 'button', class: 'rule-row__remove', 'aria-label': label, title: label, onclick: () => {
        group.members.splice(group.members.indexOf(member), 1);
        this.structure('select, button');
      } }, '×');
    }

    row(row, group) {
      const question = this.questions(row.question, words().question, (key) => {
        row.question = key;
        [row.operator] = this.operators(key);
        row.value = this.takesValue(row.operator) ? { kind: this.kinds(key)[0], text: '' } : null;
        this.follow(question, this.comparison(row, group));
      });
      if (row.fresh) question.dataset.fresh = '';
      delete row.fresh;
      return element('div', { class: 'rule-row' }, question, ...this.comparison(row, group));
    }

    comparison(row, group) {
      const operator = element('select', { 'aria-label': words().comparison, onchange: () => {
        row.operator = operator.value;
        row.value = this.takesValue(row.operator) ? row.value || { kind: this.kinds(row.question)[0], text: '' } : null;
        this.follow(operator, this.end(row, group));
      } }, ...this.operators(row.question, row.operator).map(
        (name) => option(name, this.operatorWord(name, row.question), row.operator)));
      return [operator, ...this.end(row, group)];
    }

    end(row, group) {
      const remover = () => this.remover(group, row, words().remove);
      return row.value ? designer.valueInputs(this, row, remover) : [remover()];
    }

    /* Put anew what stands behind a list. The list itself stays: whoever goes through it with keys is not thrown out. */
    follow(list, rest) {
      while (list.nextSibling) list.nextSibling.remove();
      list.after(...rest);
      this.say();
    }

    /* All questions with an answer by their words; those asked later stand apart. */
    questions(chosen, label, act) {
      const owner = this.rule.owner();
      const place = this.parts.findIndex((part) => part.key === owner);
      const select = element('select', { 'aria-label': label, class: 'rule-row__question', onchange: () => act(select.value) });
      if (!chosen) select.append(option('', words().choose, ''));
      if (this.rule.own || chosen === HERE) select.append(option(HERE, words().thisAnswer, chosen));
      const groups = new Map();
      this.parts.forEach((part, index) => {
        if (!this.family(part.key) || !part.key || part.key === owner) return;
        const name = place >= 0 && index > place ? words().later : part.page || words().question;
        if (!groups.has(name)) groups.set(name, element('optgroup', { label: name }));
        groups.get(name).append(option(part.key, designer.title(part), chosen));
      });
      const later = groups.get(words().later);
      groups.delete(words().later);
      select.append(...groups.values(), ...(later ? [later] : []));
      if (chosen && select.value !== chosen) select.append(option(chosen, chosen, chosen));
      return select;
    }

    part(key) {
      const wanted = key === HERE ? this.rule.owner() : key;
      return this.parts.find((part) => part.key === wanted);
    }

    family(key) {
      const type = designer.vocabulary.types[this.part(key)?.type];
      return type ? type.family : '';
    }

    operators(key, present = '') {
      const fitting = designer.vocabulary.operators[this.family(key) || 'any'];
      return present && !fitting.includes(present) ? [...fitting, present] : fitting;
    }

    operatorWord(name, key) {
      const all = designer.vocabulary.operatorWords;
      return (this.family(key) === 'date' && all.date[name]) || all[''][name];
    }

    takesValue(operator) { return designer.vocabulary.patterns[operator].includes('{value}'); }

    kinds(key, present = '') {
      const family = this.family(key);
      const fitting = family === 'date' ? ['date', 'today', 'question']
        : family === 'number' ? ['number', 'question'] : ['text', 'question'];
      return present && !fitting.includes(present) ? [...fitting, present] : fitting;
    }
  }

  designer.Rows = Rows;
})();
