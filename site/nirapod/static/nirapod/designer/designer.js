/* The block of a whole form. Wagtail expects a stream at the top of an editor; this is a struct, so it says itself
   where its element is, and shows faults the way a stream does: messages on top, folded settings opened. */

class FormBlockDefinition extends window.wagtailStreamField.blocks.StructBlockDefinition {
  render(placeholder, prefix, initialState, initialError) {
    const block = super.render(placeholder, prefix, initialState, null);
    block.element = block.container[0];
    if (initialError) block.setError(initialError);
    return block;
  }
}

window.telepath.register('nirapod.designer.FormBlock', FormBlockDefinition);
