// The framework's words for a server that stopped speak of the internet; ours say what happened and
// what to do. It tries again by itself, and the page goes on when it is answered.
const LOST = /not responding|connected to the internet|Is Streamlit still running|Connection timed out/i;

export default function ({ data, parentElement }) {
  if (parentElement.watching) return;
  parentElement.watching = true;
  const look = () => document.querySelectorAll('[role="dialog"]').forEach((dialog) => {
    if (dialog.dataset.told || !LOST.test(dialog.textContent)) return;
    const title = dialog.querySelector("h2");
    const words = [...dialog.querySelectorAll("div")].reverse().find((node) => LOST.test(node.textContent));
    if (!title || !words) return;
    dialog.dataset.told = "yes";
    title.textContent = "The explorer has stopped";
    const said = document.createElement("p");
    said.textContent = "Nothing is lost. Start it again in a terminal, and this page will reconnect:";
    const command = document.createElement("pre");
    command.style.whiteSpace = "pre-wrap";
    command.textContent = data.command;
    words.replaceChildren(said, command);
  });
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}
