// How a picture is looked at: zoom, drag, and the scale at which everything is seen. `on` has nodes(),
// those that are drawn, short(name), the label of a name, labels(size), called where their size changes,
// and where the view is to be kept, keep(at). `at` is what `keep` was told.
const MARGIN = 26;

function viewport(stage, svg, world, on) {
  const view = { x: 0, y: 0, k: 1 };
  let fitted = null;
  let kept = ""; // the view as `on.keep` knows it
  let timer = 0;

  const apply = () => {
    world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    on.labels(13 * Math.max(1, 0.9 / view.k));
  };
  const zoom = (factor, cx, cy) => {
    const box = stage.getBoundingClientRect();
    const [x, y] = [cx ?? box.width / 2, cy ?? box.height / 2];
    const k = Math.min(3, Math.max(0.15, view.k * factor));
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    apply();
    keepView();
  };
  // The scale at which nodes with their labels fill the stage, and their left, top, right, bottom and
  // the room that is left over, in the graph's own pixels. Small pictures have larger labels.
  const measured = (all) => {
    const box = stage.getBoundingClientRect();
    const [wide, high] = [box.width - 2 * MARGIN, box.height - 2 * MARGIN - 34];
    let found = { k: 1.15 };
    for (let round = 0; round < 3; round += 1) {
      const letter = 6.9 * Math.max(1, 0.9 / found.k);
      const [left, top, right, bottom] = all.reduce(([l, t, r, b], n) => {
        const [size, text] = [radiusOf(n), on.short(n.label).length * letter + 10 + (n.more ? 28 : 0)];
        const [before, after] = { left: [text, 0], right: [0, text], below: [text / 2, text / 2] }[n.side];
        return [Math.min(l, n.x - size - before), Math.min(t, n.y - size), Math.max(r, n.x + size + after), Math.max(b, n.y + size + (n.side === "below" ? 24 : 0))];
      }, [Infinity, Infinity, -Infinity, -Infinity]);
      const k = Math.max(0.05, Math.min(1.15, wide / (right - left || 1), high / (bottom - top || 1)));
      found = { k, left, top, right, bottom, wider: wide / k - (right - left), taller: high / k - (bottom - top) };
    }
    return found;
  };
  const fit = () => {
    const box = stage.getBoundingClientRect();
    if (!on.nodes().length || !box.width) return;
    fitted = measured(on.nodes());
    const { k, left, top, right, bottom } = fitted;
    view.k = k;
    view.x = box.width / 2 - (k * (left + right)) / 2;
    view.y = (box.height - 34) / 2 - (k * (top + bottom)) / 2;
    apply();
  };
  // The view is kept as its scale beside that of the whole picture, and as the point of the picture,
  // from 0 to 1 each way, that stands in the middle: it is the same on a window of another size.
  const middle = () => [stage.clientWidth / 2, stage.clientHeight / 2];
  const keepView = () => {
    clearTimeout(timer);
    if (!on.keep || !fitted) return;
    timer = setTimeout(() => {
      const { k, left, top, right, bottom } = fitted;
      const [x, y] = middle();
      const at = [view.k / k, ((x - view.x) / view.k - left) / (right - left || 1), ((y - view.y) / view.k - top) / (bottom - top || 1)];
      kept = at.map((part) => part.toFixed(2)).join(",");
      on.keep(kept);
    }, 300);
  };
  const restore = (at) => {
    const [scale, fx, fy] = at.split(",").map(Number);
    if (!fitted || ![scale, fx, fy].every(Number.isFinite)) return;
    const { k, left, top, right, bottom } = fitted;
    const [x, y] = middle();
    view.k = Math.min(3, Math.max(0.15, k * scale));
    view.x = x - (left + fx * (right - left)) * view.k;
    view.y = y - (top + fy * (bottom - top)) * view.k;
    apply();
  };
  const fitAgain = () => {
    clearTimeout(timer);
    fit();
    kept = "";
    if (on.keep) on.keep("");
  };
  // A picture that leaves room above and below, or at its sides, is drawn further apart there: that
  // brings no two labels closer. Set once for a starting point, so that names keep their places.
  const spreadFor = (all) => {
    if (!stage.getBoundingClientRect().width) return [1, 1];
    const { wider, taller } = measured(all);
    const reach = (key) => Math.max(1, Math.max(...all.map((n) => n[key])) - Math.min(...all.map((n) => n[key])));
    return [1 + Math.min(0.9, Math.max(0, wider) / reach("x")), 1 + Math.min(0.9, Math.max(0, taller) / reach("y"))];
  };

  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  let drag = null;
  let dragged = false; // the click that ends a drag chooses nothing
  svg.addEventListener("pointerdown", (event) => {
    drag = { x: event.clientX - view.x, y: event.clientY - view.y, from: [event.clientX, event.clientY] };
    dragged = false;
  });
  svg.addEventListener("click", (event) => { if (dragged) event.stopPropagation(); }, true);
  svg.addEventListener("pointermove", (event) => {
    if (!drag) return;
    dragged = dragged || Math.hypot(event.clientX - drag.from[0], event.clientY - drag.from[1]) > 4;
    if (!dragged) return;
    view.x = event.clientX - drag.x;
    view.y = event.clientY - drag.y;
    world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
  });
  ["pointerup", "pointerleave"].forEach((name) => svg.addEventListener(name, () => {
    if (drag && dragged) keepView();
    setTimeout(() => { dragged = false; });
    drag = null;
  }));

  // Look at the picture as `at` says; what is kept of a former picture is no view of this one.
  const look = (at) => {
    if (at !== kept) { if (at) restore(at); else fit(); }
    kept = at;
  };
  const fitKept = () => { fit(); if (kept) restore(kept); };
  return { apply, zoom, fit, fitAgain, fitKept, look, spreadFor };
}

// Buttons that zoom a picture, for those who have no wheel.
function zoomTools(picture) {
  const tools = el("div", "zoom");
  [["zoom_in", "zoom in", () => picture.zoom(1.3)], ["zoom_out", "zoom out", () => picture.zoom(1 / 1.3)], ["fit_screen", "fit to the frame", () => picture.fit()]].forEach(([sign, name, run]) => {
    const button = press("tool", run, icon(sign));
    button.setAttribute("aria-label", name);
    button.title = name;
    tools.append(button);
  });
  return tools;
}
