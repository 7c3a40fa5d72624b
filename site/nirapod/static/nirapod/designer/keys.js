/* Proposes a part's key from its text as soon as it is typed, so that rules can name the part before anything is saved.
   A key that somebody typed, or that was there, is left alone. */

(() => {
  const designer = window.nirapodDesigner;

  designer.partOpened = (part) => {
    const { key, label_en: english, label_bn: bangla } = part.built.childBlocks;
    if (!key || !english || !bangla) return;
    const box = key.element.querySelector('input');
    let proposed = '';
    const propose = async () => {
      if (box.value && box.value !== proposed) return;
      const others = designer.parts().map((one) => one.key).filter((one) => one && one !== box.value);
      const texts = { english: english.getState(), bangla: bangla.getState(), taken: others };
      if (!texts.english.trim() && !texts.bangla.trim()) return;
      const answer = await designer.ask('key', texts);
      if (!answer || (box.value && box.value !== proposed)) return;
      proposed = answer.key;
      key.setState(proposed);
      box.dispatchEvent(new Event('change', { bubbles: true }));
    };
    for (const label of [english, bangla]) label.element.querySelector('input')?.addEventListener('change', propose);
  };
})();
