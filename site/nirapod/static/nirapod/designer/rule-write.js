/* Rows → rule, with the patterns the server gave. A rule is never read here: reading is the server's parser's. */

(() => {
  const designer = window.nirapodDesigner;
  const HERE = '.';
  const KEY = /^[a-z][a-z0-9_]{0,62}$/;
  const NUMBER = /^-?[0-9]{1,15}(\.[0-9]{1,9})?$/;
  const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

  class Unfinished extends Error {}
  class Unwritable extends Error {}

  const fitting = (pattern, text) => {
    if (!pattern.test(text)) throw new Unfinished();
    return text;
  };

  const question = (key) => (key === HERE ? HERE : `\${${fitting(KEY, key)}}`);

  /* A text is written with the quotation mark it does not have; there are no escapes. */
  function quoted(text) {
    const mark = ["'", '"'].find((one) => !text.includes(one));
    if (!mark) throw new Unwritable();
    return mark + text + mark;
  }

  const VALUES = {
    question: (text) => question(text),
    today: () => 'today()',
    date: (text) => `date('${fitting(DATE, text)}')`,
    number: (text) => fitting(NUMBER, text),
    text: (text) => quoted(fitting(/./s, text)),
  };

  function row({ question: key, operator, value }) {
    const pattern = designer.vocabulary.patterns[operator];
    const takesValue = pattern.includes('{value}');
    const written = takesValue ? VALUES[value.kind](value.text) : '';
    return pattern.replace(/\{(question|value)\}/g, (_all, name) => (name === 'value' ? written : question(key)));
  }

  /* The pieces of a group; a group of one is its member. */
  function pieces(group) {
    return group.members.flatMap((member) => {
      if (!member.members) return [{ text: row(member), whole: true }];
      const inner = pieces(member);
      return inner.length > 1 ? [{ text: joined(member.all, inner), whole: false }] : inner;
    });
  }

  const joined = (all, parts) => parts.map(({ text, whole }) => (whole ? text : `(${text})`)).join(all ? ' and ' : ' or ');

  designer.write = (rows) => {
    const parts = pieces(rows);
    return parts.length === 1 ? parts[0].text : joined(rows.all, parts);
  };
  designer.writeCascade = ({ column, question: key }) => `${fitting(KEY, column)} = ${question(key)}`;
  designer.Unwritable = Unwritable;
})();
