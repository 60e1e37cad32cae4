// The graph as SVG: positions come from the server, so the picture is the same every time.
const NS = "http://www.w3.org/2000/svg";
const LETTERS = 26;

function shape(name, attributes, ...children) {
  const node = document.createElementNS(NS, name);
  Object.entries(attributes || {}).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
}

const shorten = (name) => {
  const letters = [...squeeze(name)];
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join("")}…` : letters.join("");
};
const radiusOf = (node) => 5 + Math.min(13, 1.9 * Math.sqrt(node.facts));

// `on` has node(id), edge(source, target). Returns {show(graph, chosen, edge)}.
function drawing(stage, on) {
  const svg = shape("svg", { role: "group", "aria-label": "Graph of names and facts; the table holds the same" });
  const tip = shape("marker", { id: "gg-tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" },
    shape("path", { d: "M0 1 L7 4 L0 7 Z", class: "tip" }));
  const world = shape("g");
  svg.append(shape("defs", {}, tip), world);
  const view = { x: 0, y: 0, k: 1 };
  let graph = { nodes: [], edges: [] };
  let fitted = "";
  let parts = new Map();
  let lines = [];
  const measure = document.createElement("canvas").getContext("2d");

  const apply = () => {
    world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    const size = 13 * Math.max(1, 0.86 / view.k);
    svg.style.setProperty("--label", `${size}px`);
    labels(size);
  };
  const zoom = (factor, cx, cy) => {
    const box = stage.getBoundingClientRect();
    const [x, y] = [cx ?? box.width / 2, cy ?? box.height / 2];
    const k = Math.min(3, Math.max(0.15, view.k * factor));
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    apply();
  };
  const fit = () => {
    const box = stage.getBoundingClientRect();
    if (!graph.nodes.length || !box.width) return;
    const left = Math.min(...graph.nodes.map((n) => n.x - radiusOf(n)));
    const right = Math.max(...graph.nodes.map((n) => n.x + radiusOf(n) + 10 + shorten(n.label).length * 6.8));
    const top = Math.min(...graph.nodes.map((n) => n.y - radiusOf(n)));
    const bottom = Math.max(...graph.nodes.map((n) => n.y + radiusOf(n)));
    const margin = 28;
    view.k = Math.min(1.08, (box.width - 2 * margin) / (right - left || 1), (box.height - 2 * margin) / (bottom - top || 1));
    view.x = box.width / 2 - (view.k * (left + right)) / 2;
    view.y = box.height / 2 - (view.k * (top + bottom)) / 2;
    apply();
  };

  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  let drag = null;
  svg.addEventListener("pointerdown", (event) => { drag = [event.clientX - view.x, event.clientY - view.y]; });
  svg.addEventListener("pointermove", (event) => {
    if (!drag) return;
    view.x = event.clientX - drag[0];
    view.y = event.clientY - drag[1];
    world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
  });
  ["pointerup", "pointerleave"].forEach((name) => svg.addEventListener(name, () => { drag = null; }));

  const light = (id) => {
    svg.classList.toggle("near", Boolean(id));
    const close = new Set([id]);
    lines.forEach(({ edge, group }) => {
      const touches = edge.source === id || edge.target === id;
      group.classList.toggle("close", touches);
      if (touches) close.add(edge.source).add(edge.target);
    });
    parts.forEach((group, key) => group.classList.toggle("close", close.has(key)));
  };

  // Labels that would cover another label or node are hidden until their node is pointed at.
  function labels(size) {
    measure.font = `${size}px sans-serif`;
    const taken = graph.nodes.map((n) => [n.x - radiusOf(n), n.y - radiusOf(n), n.x + radiusOf(n), n.y + radiusOf(n), n.id]);
    const free = (box, own) => taken.every(([l, t, r, b, id]) => id === own || box[2] < l || r < box[0] || box[3] < t || b < box[1]);
    [...graph.nodes].sort((a, b) => b.chosen - a.chosen || b.facts - a.facts).forEach((node) => {
      const text = parts.get(node.id).querySelector("text");
      text.setAttribute("font-size", size);
      const width = measure.measureText(text.textContent).width;
      const gap = radiusOf(node) + 5;
      const right = [node.x + gap, node.y - size * 0.55, node.x + gap + width, node.y + size * 0.55];
      const left = [node.x - gap - width, right[1], node.x - gap, right[3]];
      const side = free(right, node.id) ? right : free(left, node.id) ? left : null;
      parts.get(node.id).classList.toggle("covered", !side);
      const box = side || right;
      text.setAttribute("x", side === left ? -gap : gap);
      text.setAttribute("text-anchor", side === left ? "end" : "start");
      if (side) taken.push([...box, node.id]);
    });
    lines.forEach(({ edge, group, middle }) => {
      const text = group.querySelector("text");
      if (!text) return;
      const small = size * 0.86;
      text.setAttribute("font-size", small);
      const width = (measure.measureText(text.textContent).width * 0.86) / 2;
      const box = [middle[0] - width, middle[1] - small * 0.6, middle[0] + width, middle[1] + small * 0.6];
      const open = free(box, null);
      group.classList.toggle("covered", !open);
      if (open) taken.push([...box, `${edge.source} ${edge.target}`]);
    });
  }

  function show(next, chosen, chosenEdge) {
    graph = { nodes: next.nodes.map((n) => ({ ...n, chosen: n.id === chosen ? 1 : 0 })), edges: next.edges };
    const at = new Map(graph.nodes.map((n) => [n.id, n]));
    world.replaceChildren();
    parts = new Map();
    lines = [];
    const pairs = new Set(graph.edges.map((e) => `${e.source} ${e.target}`));
    const below = shape("g");
    const above = shape("g");
    graph.edges.forEach((edge) => {
      const [a, b] = [at.get(edge.source), at.get(edge.target)];
      if (!a || !b) return;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const length = Math.hypot(dx, dy) || 1;
      const [ux, uy] = [dx / length, dy / length];
      const bow = pairs.has(`${edge.target} ${edge.source}`) ? 0.16 : 0.07;
      const [mx, my] = [(a.x + b.x) / 2 - dy * bow, (a.y + b.y) / 2 + dx * bow];
      const [x1, y1] = [a.x + ux * radiusOf(a), a.y + uy * radiusOf(a)];
      const [x2, y2] = [b.x - ux * (radiusOf(b) + 3), b.y - uy * (radiusOf(b) + 3)];
      const d = `M${x1.toFixed(1)} ${y1.toFixed(1)} Q${mx.toFixed(1)} ${my.toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`;
      const isChosen = chosenEdge && [edge.source, edge.target].every((end) => chosenEdge.includes(end));
      const group = shape("g", { class: "edge" },
        shape("path", { d, class: `line${isChosen ? " chosen" : ""}${edge.weak ? " weak" : ""}`, "stroke-width": Math.min(3.2, 0.8 + 0.35 * edge.facts), "marker-end": "url(#gg-tip)" }),
        shape("path", { d, class: "reach" }));
      const said = edge.facts === 1 ? edge.labels[0] : `${edge.facts} facts`;
      group.append(shape("title", {}, `${a.name} → ${b.name}: ${edge.labels.join(", ")}`));
      if (isChosen || edge.source === chosen || edge.target === chosen) {
        group.append(shape("text", { x: (a.x + 2 * mx + b.x) / 4, y: (a.y + 2 * my + b.y) / 4, dy: "0.35em" }, shorten(said)));
      }
      group.addEventListener("click", () => on.edge(edge.source, edge.target));
      lines.push({ edge, group, middle: [(a.x + 2 * mx + b.x) / 4, (a.y + 2 * my + b.y) / 4] });
      below.append(group);
    });
    graph.nodes.forEach((node) => {
      const look = lookOf(node.kind);
      const r = radiusOf(node);
      const more = node.more ? `, ${node.more} more neighbours` : "";
      const group = shape("g", {
        class: `node${look.ring ? " ring" : ""}${node.chosen ? " chosen" : ""}`,
        transform: `translate(${node.x} ${node.y})`, tabindex: 0, role: "button", "data-id": node.id,
        "aria-label": `${node.label}, ${node.kind}, ${plural(node.facts, "fact")}${more}`,
        "aria-pressed": String(Boolean(node.chosen)), style: `--hue: ${look.hue}`,
      },
      shape("circle", { r: r + 4, class: "halo" }),
      shape("circle", { r, class: "body" }),
      shape("text", { dy: "0.35em" }, shorten(node.label) + (node.more ? "  " : ""), ...(node.more ? [shape("tspan", { class: "more" }, `+${node.more}`)] : [])),
      shape("title", {}, `${node.name} · ${node.kind}${node.scope ? ` · in ${node.scope}` : ""} · ${plural(node.facts, "fact")}${more}`));
      group.addEventListener("click", () => on.node(node.id));
      group.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); on.node(node.id); }
      });
      group.addEventListener("pointerenter", () => light(node.id));
      group.addEventListener("pointerleave", () => light(null));
      parts.set(node.id, group);
      above.append(group);
    });
    world.append(below, above);
    const held = graph.nodes.map((n) => n.id).sort().join();
    if (held !== fitted) { fitted = held; fit(); } else apply();
    svg.dataset.drawn = String(performance.now());
  }

  new ResizeObserver(() => fit()).observe(stage);
  return { svg, show, zoom, fit };
}
