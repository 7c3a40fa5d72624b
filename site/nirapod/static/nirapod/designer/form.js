/* The block of a whole form. Wagtail expects a stream at the top of an editor; this is a struct, so it says itself
   where its element is, and shows faults the way a stream does. It also posts the form as one field. */

(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const designer = window.nirapodDesigner;
  const MOST_UNFOLDED = 60;

  /* The state in its one form, so that looking into a part is no change: blanks left out, names in order, texts
     instead of numbers and of lists of one, line ends alike. */
  function plain(value) {
    if (typeof value === 'string') return value.replace(/\r\n?/g, '\n');
    if (typeof value === 'number') return String(value);
    if (Array.isArray(value)) return value.every((one) => typeof one === 'string') && value.length === 1
      ? value[0] : value.map(plain);
    if (value === null || typeof value !== 'object') return value;
    const filled = Object.entries(value)
      .map(([name, inner]) => [name, plain(inner)])
      .filter(([, inner]) => inner !== '' && inner !== null && inner !== false && inner?.length !== 0);
    return Object.fromEntries(filled.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /* Whoever reads the form's fields, saving or autosaving or previewing, gets one instead of thousands. */
  function postAsOneField(form, name, block) {
    form.addEventListener('formdata', ({ formData }) => {
      for (const field of new Set(formData.keys())) if (field.startsWith(`${name}-`)) formData.delete(field);
      formData.set(name, JSON.stringify(plain(block.getState())));
    });
  }

  /* Pages of a long form begin folded, which is an overview, and builds nothing that nobody looks at. */
  const isLong = (state) => (state?.pages || []).flatMap((page) => page.value.items || []).length > MOST_UNFOLDED;

  /* An address may name a part, also one that is not built yet. */
  function goToAddressed() {
    const [, id] = window.location.hash.match(/^#block-([\w-]+)-section$/) || [];
    if (id) designer.goTo(id);
  }

  /* What is kept as it is comes from elsewhere: it can be moved and deleted, and nobody adds one. */
  function offerNoKept(stream) {
    stream.groupedChildBlockDefs = stream.groupedChildBlockDefs
      .map(([group, blocks]) => [group, blocks.filter((block) => block.name !== 'kept')]);
    for (const block of stream.groupedChildBlockDefs.flatMap(([, blocks]) => blocks)) {
      const inside = (block.childBlockDefs || []).find((child) => child.name === 'items');
      if (inside) offerNoKept(inside);
    }
  }

  class FormBlockDefinition extends StructBlockDefinition {
    constructor(name, children, meta) {
      super(name, children, meta);
      designer.vocabulary = meta.vocabulary;
      offerNoKept(children.find((block) => block.name === 'pages'));
    }

    render(placeholder, prefix, state, error) {
      this.childBlockDefs.find((block) => block.name === 'pages').meta.collapsed = isLong(state);
      const block = super.render(placeholder, prefix, state, null);
      block.element = block.container[0];
      designer.root = block;
      postAsOneField(block.element.closest('form'), prefix, block);
      designer.addTools(block);
      if (error) block.setError(error);
      queueMicrotask(goToAddressed);
      queueMicrotask(designer.parts);  // names of other forms' questions are on their way before a rule asks for them
      window.addEventListener('hashchange', goToAddressed);
      return block;
    }
  }

  window.telepath.register('nirapod.designer.FormBlock', FormBlockDefinition);
})();
