// A quote's place as people cite it, and a button that copies it.
// The section of a paragraph's citation, without its labels: "§ 164.404" of "§ 164.404(a)(2)".
const sectionOf = (paragraph) => paragraph.replace(/(\(\w{1,5}\))+$/, "");

// "SOP-021 Vigilance · 5.1(b) Initial report": the number of the heading goes on with the paragraph's labels.
function citedPlace(citation, paragraph) {
  if (!paragraph) return placeOf(citation);
  const section = sectionOf(paragraph);
  const name = squeeze(citation.name || citation.document);
  const heading = squeeze((citation.heading || []).slice(-1)[0] || "");
  const labelled = (title) => (title.startsWith(section) ? paragraph + title.slice(section.length) : "");
  const parts = labelled(name) && (!heading || heading === name) ? [labelled(name)]
    : [name, labelled(heading) || (heading && heading !== name ? `${paragraph} · ${heading.replace(/^\d[\d.]*\s+/, "")}` : paragraph)];
  if (citation.page) parts.push(`page ${citation.page}`);
  return parts.join(" · ");
}

function citedWords(citation, paragraph) {
  const name = squeeze(citation.name || citation.document);
  if (!paragraph) return placeOf(citation).replaceAll(" · ", ", ");
  return name.startsWith(sectionOf(paragraph)) ? paragraph : `${name}, ${paragraph}`;
}

function copyButton(words, what = `the citation ${words}`) {
  const sign = icon("content_copy");
  const button = press("copy", async () => {
    await copyText(words);
    sign.textContent = "check";
    name("copied");
    setTimeout(() => { sign.textContent = "content_copy"; name(`copy ${what}`); }, 1600);
  }, sign);
  const name = (said) => button.setAttribute("aria-label", said);
  name(`copy ${what}`);
  button.title = `Copy ${what}`;
  return button;
}

// Without https a browser gives pages of another machine no clipboard; the old way still works there.
async function copyText(words) {
  if (navigator.clipboard) { await navigator.clipboard.writeText(words); return; }
  const area = el("textarea", "unseen");
  area.value = words;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
