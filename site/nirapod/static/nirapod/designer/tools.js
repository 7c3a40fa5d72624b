/* Finding one's way in a long form: search by text or key, move a part elsewhere. */

(() => {
  const designer = window.nirapodDesigner;
  const { element } = designer;
  const MOST_FOUND = 20;
  const words = () => designer.vocabulary.words;
  const icon = (name) => {
    const [picture, use] = ['svg', 'use'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
    picture.setAttribute('class', `icon icon-${name}`);
    picture.setAttribute('aria-hidden', 'true');
    use.setAttribute('href', `#icon-${name}`);
    picture.append(use);
    return picture;
  };
  const folded = (child) => child.toggleElement.getAttribute('aria-expanded') === 'false';
  const fold = (child, closed) => { if (folded(child) !== closed) child.toggleElement.click(); };
  const itemsOf = (child) => child.block.childBlocks.items;

  /* Where a part is: the children from the page inwards, the last one being the part. Builds what is on the way. */
  function chainTo(id, sequence = designer.root.childBlocks.pages) {
    for (const child of sequence.children) {
      if (child.id === id) return [{ child, sequence }];
      if (!JSON.stringify(child.getState()).includes(JSON.stringify(id))) continue;
      const inside = itemsOf(child) && chainTo(id, itemsOf(child));
      if (inside) return [{ child, sequence }, ...inside];
    }
    return null;
  }

  designer.goTo = (id) => {
    const chain = chainTo(id);
    if (!chain) return;
    chain.forEach(({ child }) => fold(child, false));
    const { child } = chain[chain.length - 1];
    child.element.scrollIntoView({ block: 'start' });
    child.toggleElement.focus();
  };

  // -- Search --------------------------------------------------------------------------------------

  function search(box, list, said) {
    const wanted = box.value.trim().toLocaleLowerCase();
    const found = wanted
      ? designer.parts().filter((part) => part.id && designer.title(part).toLocaleLowerCase().includes(wanted))
      : [];
    list.replaceChildren(...found.slice(0, MOST_FOUND).map((part) => element(
      'li', {}, element('button', { type: 'button', class: 'designer-found', onclick: () => designer.goTo(part.id) },
        designer.title(part), element('span', { class: 'designer-found__page' }, part.page)),
    )));
    said.textContent = wanted ? words().found.replace('{count}', found.length.toLocaleString(document.documentElement.lang)) : '';
    return found;
  }

  function searchBox() {
    const list = element('ul', { class: 'designer-found-list' });
    const said = element('p', { role: 'status', class: 'designer-found-count' });
    const box = element('input', { type: 'search', id: 'designer-search', autocomplete: 'off' });
    box.addEventListener('input', () => search(box, list, said));
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') box.value = '';
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      const [first] = search(box, list, said);
      if (first) designer.goTo(first.id);
    });
    return [element('label', { for: 'designer-search' }, words().find), box, said, list];
  }

  // -- Move ----------------------------------------------------------------------------------------

  /* Whether a stream may hold a part with all that is in it. */
  const fits = (definition, state) => {
    const own = definition.childBlockDefsByName[state.type];
    const inner = own && own.childBlockDefs && own.childBlockDefs.find((block) => block.name === 'items');
    return Boolean(own) && (state.value.items || []).every((item) => inner && fits(inner, item));
  };

  function places(state, inside = designer.root.childBlocks.pages.children, depth = 0) {
    return inside.flatMap((child) => {
      if (child.id === state.id || !child.blockDef.childBlockDefsByName.items) return [];
      const definition = child.blockDef.childBlockDefsByName.items;
      const here = fits(definition, state) ? [{ child, depth }] : [];
      return [...here, ...places(state, itemsOf(child).children, depth + 1)];
    });
  }

  function move(id, target) {
    const chain = chainTo(id);
    const { child, sequence } = chain[chain.length - 1];
    const state = child.getState();
    const inserter = sequence.inserters[child.index];
    sequence.deleteBlock(child.index, { animate: false });
    child.element.remove();
    inserter.element.remove();
    const stream = itemsOf(target);
    stream.insert(state, stream.children.length, { collapsed: true });
    designer.goTo(id);
    document.querySelector('[data-edit-form]')?.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function openMoveDialog(id) {
    const chain = chainTo(id);
    const { child } = chain[chain.length - 1];
    const offered = places(child.getState());
    const label = (place) => '\u2003'.repeat(place.depth) + (place.child.getTextLabel({}) || place.child.type);
    const select = element('select', { id: 'designer-move-place' }, ...offered.map((place, index) => element(
      'option', { value: index }, label(place))));
    const close = () => { dialog.close(); dialog.remove(); };
    const go = () => { close(); move(id, offered[select.value].child); };
    const dialog = element('dialog', { class: 'designer-dialog', 'aria-labelledby': 'designer-move-title' },
      element('h2', { id: 'designer-move-title' }, words().moveTitle.replace('{name}', child.getTextLabel({}))),
      element('label', { for: 'designer-move-place' }, words().atEndOf), select,
      element('p', { class: 'designer-dialog__buttons' },
        element('button', { type: 'button', class: 'button', onclick: go }, words().moveHere), ' ',
        element('button', { type: 'button', class: 'button button-secondary', onclick: close }, words().cancel)));
    document.body.append(dialog);
    dialog.addEventListener('cancel', () => dialog.remove());
    dialog.showModal();
  }

  designer.addMoveButton = (panel) => {
    const child = panel.closest('[data-streamfield-child]');
    const controls = panel.querySelector('[data-panel-controls]');
    if (!child || !controls || child.querySelector('[name$="-type"]').value === 'page') return;
    const id = child.dataset.contentpath;
    const button = element('button', {
      type: 'button', class: 'button button--icon text-replace white', title: words().moveTo,
      onclick: () => openMoveDialog(id),
    });
    button.append(icon('arrow-right'));
    controls.append(button);
  };

  /* The stylesheet shows these words beside the last plus of each list; a plus alone tells a newcomer nothing. */
  const nameButtons = (root) => {
    root.style.setProperty('--add-page', JSON.stringify(words().addPage));
    root.style.setProperty('--add-question', JSON.stringify(words().addQuestion));
  };

  designer.addTools = (block) => {
    nameButtons(block.element);
    const pages = block.element.querySelector('[data-contentpath="pages"]');
    pages.prepend(element('div', { class: 'designer-tools', role: 'search' }, ...searchBox()));
  };
})();
