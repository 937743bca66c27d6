// What examining.py asks of a page; each function returns findings as sentences.
window.examining = (() => {
  const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const start = (one) => one.outerHTML.slice(0, 160);

  async function axe(options) {
    // Colours that change slowly are not judged halfway.
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
    const told = await window.axe.run({ ...options, resultTypes: ["violations"] });
    return told.violations.flatMap((found) =>
      found.nodes.map((node) => `${found.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
  }

  function brightness(colour) {
    const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  // axe reads colours as they were before they are forced, and a browser does not force those of a picture's texts.
  function forced() {
    const paper = brightness(getComputedStyle(document.body).backgroundColor);
    const reads = (ink) => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) >= 4.5;
    return [
      ...all(".ds-button").filter((one) => getComputedStyle(one).borderTopWidth === "0px")
        .map((one) => `no edge: ${start(one)}`),
      ...all("main svg text").filter((one) => !reads(brightness(getComputedStyle(one).fill)))
        .map((one) => `cannot be read: ${start(one)}`),
    ];
  }

  // Wide tables and pictures may have a bar of their own to scroll; nothing else may, and nothing may be cut off but what
  // is written in a field, where the keys lead along the line.
  function wide() {
    const { scrollWidth } = document.documentElement;
    const hides = (one) => !["visible", "auto"].includes(getComputedStyle(one).overflowX);
    return [
      ...(scrollWidth > innerWidth ? [`a page of ${scrollWidth} px`] : []),
      ...all("body *").filter((one) => one.scrollWidth > one.clientWidth + 1 && hides(one))
        .filter((one) => !one.matches(".ds-sr-only, .ds-skip-link, input")).map((one) => `cut off: ${start(one)}`),
    ];
  }

  // WCAG 2.1, 1.4.12: what readers may set without losing anything.
  function space(is_spaced) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = is_spaced ? [sheet] : [];
  }

  function enlarge(size) {
    document.documentElement.style.fontSize = size;
  }

  // Sent by the button, with what a browser would have stopped before it was sent.
  function send(button, filled) {
    const submitter = document.querySelector(button);
    const { form } = submitter;
    for (const [name, told] of Object.entries(filled)) {
      const fields = [...form.elements].filter((one) => one.name === name);
      if (!fields.length) throw new Error(`no field ${name}`);
      for (const one of fields) {
        if (["checkbox", "radio"].includes(one.type)) one.checked = [told].flat().includes(one.value);
        else one.value = told;
      }
    }
    form.noValidate = true;
    setTimeout(() => form.requestSubmit(submitter));
  }

  // A window made wide again is drawn by and by, and what is folded or moved there takes its time.
  async function settled() {
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  }

  let focused = [], reachable = [];

  // How many there are to reach by the tab key; `reached` tells what was.
  async function listen() {
    await settled();
    reachable = all('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')
      .filter((one) => !one.disabled && !(one.type === "radio" && !one.checked));
    focused = [];
    // From the top, wherever the page has put the reader: after the last the keys lead out of the page.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    const isDrawn = ({ outlineStyle, outlineWidth, boxShadow }) =>
      (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    document.addEventListener("focusin", ({ target }) => {
      const place = target.getBoundingClientRect();
      // Designsystemet outlines a box to tick together with its label.
      const outlined = [target, target.closest(".ds-field:has(:focus-visible)")].filter(Boolean);
      focused.push({
        target,
        seen: outlined.some((one) => isDrawn(getComputedStyle(one))) && place.width > 8 && place.height > 8 && place.left >= 0 && place.right <= innerWidth + 1,
      });
    });
    return reachable.length;
  }

  function reached() {
    return [
      ...focused.filter((one) => !one.seen).map((one) => `not seen: ${start(one.target)}`),
      ...focused.filter((one, place) => one.target !== reachable[place]).map((one) => `out of turn: ${start(one.target)}`),
      ...(reachable[0].matches(".ds-skip-link") ? [] : ["the first is not the link past the menu"]),
    ];
  }

  return { axe, forced, wide, space, enlarge, send, listen, reached };
})();
