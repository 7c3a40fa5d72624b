/* A part of the form. Until it is unfolded it is a heading and a state: a form of 150 questions would otherwise
   build thousands of inputs that nobody looks at. */

(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const designer = window.nirapodDesigner;

  /* A copy is a part of its own: new ids inside, and a key that is still to be proposed. */
  const asCopy = (state) => {
    const copied = { ...state };
    if ('key' in copied) copied.key = '';
    if (Array.isArray(copied.items)) {
      copied.items = copied.items.map((child) => ({
        ...child, id: crypto.randomUUID(), value: asCopy(child.value),
      }));
    }
    return copied;
  };

  class Part {
    constructor(definition, build, placeholder, state) {
      this.blockDef = definition;
      this.type = definition.name;
      this.build = build;
      this.state = state || {};
      this.built = null;
      this.element = designer.element('div');
      placeholder.replaceWith(this.element);
      const panel = this.element.closest('[data-panel]');
      this.toggle = panel && panel.querySelector('[data-panel-toggle]');
      if (!this.toggle) {
        this.open();
        return;
      }
      this.toggle.addEventListener('wagtail:panel-toggle', (event) => event.detail.expanded && this.open());
      designer.addMoveButton(panel);
      // Wagtail folds children after it made them, in the same breath.
      queueMicrotask(() => this.toggle.getAttribute('aria-expanded') !== 'false' && this.open());
    }

    /* The block itself, with its inputs. */
    open() {
      if (!this.built) {
        const placeholder = designer.element('div');
        this.element.replaceWith(placeholder);
        this.built = this.build(placeholder, this.state);
        this.element = this.built.container[0];
        designer.partOpened(this);
      }
      return this.built;
    }

    get container() { return window.jQuery(this.element); }

    get childBlocks() { return this.open().childBlocks; }

    getState() { return this.built ? this.built.getState() : this.state; }

    getValue() { return this.getState(); }

    getDuplicatedState() { return asCopy(this.getState()); }

    setState(state) {
      if (this.built) this.built.setState(state);
      else this.state = state;
    }

    setError(error) {
      if (error) this.open().setError(error);
    }

    getTextLabel() {
      const state = this.built ? this.built.getState() : this.state;
      return (this.blockDef.meta.labelFormat || '')
        .replace(/\{(\w+)\}/g, (_tag, name) => state[name] || (name === 'label_en' && state.label_bn) || '')
        .replace(/^ · | · $/g, '');
    }

    focus(options) { this.open().focus(options); }
  }

  class PartDefinition extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      const build = (place, current) => super.render(place, prefix, current, null);
      const part = new Part(this, build, placeholder, state);
      part.setError(error);
      return part;
    }
  }

  window.telepath.register('nirapod.designer.PartBlock', PartDefinition);
})();
