/* What stands in the form on the page, saved or not: its parts in the order of the screen, and how to ask the server
   about them. The other scripts of the designer find each other in `window.nirapodDesigner`. */

(() => {
  const HOLDERS = new Set(['page', 'group', 'repeat']);
  const designer = {
    root: null,        // the block of the whole form, once it is there
    vocabulary: null,  // words, patterns and addresses from the server
  };

  designer.language = () => (document.documentElement.lang.startsWith('bn') ? 'bn' : 'en');

  const words = (value) => {
    const [first, second] = designer.language() === 'bn' ? ['label_bn', 'label_en'] : ['label_en', 'label_bn'];
    return value[first] || value[second] || '';
  };

  const kept = (text) => {
    try {
      return JSON.parse(text) || {};
    } catch {
      return {};
    }
  };

  /* Parts that the designer keeps unseen have names too. */
  function* inKept(part, page) {
    if (!part.key) return;
    const label = part.label || {};
    yield { id: '', key: part.key, type: part.type || '', label: label[designer.language()] || '', page };
    for (const item of part.items || []) yield* inKept(item, page);
  }

  const copied = new Map();

  /* Questions of another form that are asked here too. They are fetched once, and are there for whoever looks next. */
  function* inCopied(form, page, depth) {
    if (!copied.has(form)) {
      copied.set(form, []);
      designer.ask('copied', { block: form }).then((found) => copied.set(form, found ? found.parts : []));
    }
    for (const part of copied.get(form)) yield { ...part, id: '', page, depth };
  }

  function* walk(children, page, depth) {
    for (const child of children || []) {
      const value = child.value || {};
      if (child.type === 'kept') {
        yield* inKept(kept(value.original), page);
        continue;
      }
      const reused = child.type === 'block';
      const holder = reused || HOLDERS.has(child.type);
      const label = words(value);
      const within = child.type === 'page' ? label || value.key || '' : page;
      yield {
        id: child.id, key: value.key || '', label, depth, page: within, holder,
        type: holder ? '' : child.type,
        kind: child.type,
        choice_list: value.choice_list || '',
        choices: value.choices || '',
        block: value.block || '',
      };
      if (value.block) yield* inCopied(value.block, within, depth + 1);
      if (holder && !reused) yield* walk(value.items, within, depth + 1);
    }
  }

  /* All parts of the form: id, key, type ('' for pages, groups and repeats), label, page. */
  designer.parts = () => (designer.root ? [...walk(designer.root.getState().pages, '', 0)] : []);

  designer.title = (part) => [part.label, part.key].filter(Boolean).join(' · ') || part.kind || '';

  /* Ask one of the designer's addresses; null when it did not answer. */
  designer.ask = async (name, data, signal) => {
    const token = document.querySelector('[name=csrfmiddlewaretoken]');
    try {
      const response = await fetch(designer.vocabulary.addresses[name], {
        method: 'POST',
        signal,
        headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token ? token.value : '' },
        body: JSON.stringify(data),
      });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  };

  const offered = new Map();

  /* The choices and the columns of a question; asked once for each list or each text of choices. */
  designer.offered = (part) => {
    const asked = { key: part.key, type: part.type, choice_list: part.choice_list, choices: part.choices };
    const name = JSON.stringify([part.type, part.choice_list, part.choice_list ? '' : part.choices]);
    if (!offered.has(name)) {
      offered.set(name, designer.ask('offered', asked).then((found) => {
        if (!found) offered.delete(name);
        return found || { choices: [], columns: [] };
      }));
    }
    return offered.get(name);
  };

  /* An element with attributes and children. Text is always text. */
  designer.element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
      else if (value !== null && value !== false) made.setAttribute(key, value === true ? '' : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };

  window.nirapodDesigner = designer;
})();
