// Says while somebody types how many text messages it becomes: the alphabet of tipline/segments.py, by a test.
(() => {
  const basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  const extended = "\f^{}\\[~]|€";
  const measure = (text) => {
    const letters = [...text];
    const plain = letters.every((letter) => basic.includes(letter) || extended.includes(letter));
    const length = plain ? letters.reduce((sum, letter) => sum + (extended.includes(letter) ? 2 : 1), 0) : text.length;
    const [alone, joined] = plain ? [160, 153] : [70, 67];
    return { length, messages: length <= alone ? 1 : Math.ceil(length / joined) };
  };
  for (const place of document.querySelectorAll("[data-count]")) {
    const box = document.getElementById(place.dataset.count);
    const before = place.textContent;
    const say = () => {
      // A browser keeps a line's end as one letter and sends two; the store keeps one.
      const { length, messages } = measure(box.value);
      const many = messages > Number(place.dataset.most);
      place.textContent = box.value
        ? `${length} letters, ${messages} message${messages === 1 ? "" : "s"}${many ? ": too many" : ""}.`
        : before;
      place.classList.toggle("many", many);
    };
    box.addEventListener("input", say);
    say();
  }
})();
