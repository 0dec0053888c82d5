// Says while somebody types how many text messages it becomes: the alphabet of tipline/segments.py, by a test.
(() => {
  const basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  const extended = "\f^{}\\[~]|€";
  const measure = (text) => {
    const letters = [...text];
    const plain = letters.every((letter) => basic.includes(letter) || extended.includes(letter));
    const sizes = letters.map((letter) => (plain ? 1 + extended.includes(letter) : letter.length));
    const length = sizes.reduce((sum, size) => sum + size, 0);
    const [alone, joined] = plain ? [160, 153] : [70, 67];
    let messages = 1;
    let room = length <= alone ? length : joined;
    for (const size of sizes) {
      if (size > room) {
        messages += 1;
        room = joined;
      }
      room -= size;
    }
    return { length, messages };
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
      place.classList.toggle("too-many", many);
    };
    box.addEventListener("input", say);
    say();
  }
})();
