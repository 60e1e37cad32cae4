// The graph as SVG: positions come from the server, so the picture is the same every time.
const NS = "http://www.w3.org/2000/svg";
const LETTERS = 26;
const MOST_ALIKE = 3; // lines of a picture that tell the same words without being pointed at
const NARROW = 560; // pixels of a stage with room for short labels only

function shape(name, attributes, ...children) {
  const node = document.createElementNS(NS, name);
  Object.entries(attributes || {}).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
}

const shorten = (name, most = LETTERS) => {
  const letters = [...squeeze(name)];
  return letters.length > most ? `${letters.slice(0, most - 1).join("").trim()}…` : letters.join("");
};
const radiusOf = (node) => 5 + Math.min(13, 1.9 * Math.sqrt(node.facts));

// `on` has node(node), more(id), edge(source, target) and, where the view is to be kept, view(at).
// Returns {svg, said, show(graph, chosen, edge, at), zoom, fit}; `said` tells a screen reader which line
// has the focus, `at` is what `view` was told. The same graph is drawn once: what is chosen in it changes
// classes and labels only.
function drawing(stage, on) {
  const svg = shape("svg", { role: "group", "aria-label": "Graph of names and facts; arrow keys go from name to name, L to the lines of a name. The table holds the same." });
  const said = el("p", "said");
  said.setAttribute("aria-live", "polite");
  const tip = shape("marker", { id: "gg-tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" },
    shape("path", { d: "M0 1 L7 4 L0 7 Z", class: "tip" }));
  const world = shape("g");
  svg.append(shape("defs", {}, tip), world);
  let spread = null;
  let source = { nodes: [], edges: [] };
  let graph = source;
  let parts = new Map();
  let lines = [];
  let held = 0;
  let shown = [null, null]; // the chosen name, the chosen pair
  let focusedLine = null;
  const measure = document.createElement("canvas").getContext("2d");
  svg.dataset.draws = "0";
  const short = (name) => shorten(name, stage.clientWidth && stage.clientWidth < NARROW ? 15 : LETTERS);
  const eye = viewport(stage, svg, world, { nodes: () => graph.nodes, short, labels, keep: on.view });

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
    measure.font = `${size}px "Source Sans", sans-serif`;
    const taken = graph.nodes.map((n) => [n.x - radiusOf(n), n.y - radiusOf(n), n.x + radiusOf(n), n.y + radiusOf(n), n.id]);
    const free = (box, own) => taken.every(([l, t, r, b, id]) => id === own || box[2] < l || r < box[0] || box[3] < t || b < box[1]);
    [...graph.nodes].sort((a, b) => b.chosen - a.chosen || b.facts - a.facts).forEach((node) => {
      const group = parts.get(node.id);
      const text = group.querySelector("text");
      text.setAttribute("font-size", size);
      const width = measure.measureText(text.textContent).width + (node.chosen ? size / 2 : 0);
      const gap = radiusOf(node) + 6;
      const [top, bottom] = [node.y - size * 0.55, node.y + size * 0.55];
      const places = {
        right: { x: gap, y: 0, anchor: "start", box: [node.x + gap, top, node.x + gap + width, bottom] },
        left: { x: -gap, y: 0, anchor: "end", box: [node.x - gap - width, top, node.x - gap, bottom] },
        below: { x: 0, y: gap + size * 0.5, anchor: "middle", box: [node.x - width / 2, node.y + gap, node.x + width / 2, node.y + gap + size * 1.1] },
      };
      const order = [node.side, ...["right", "left", "below"].filter((side) => side !== node.side)];
      const found = order.map((side) => places[side]).find((place) => free(place.box, node.id));
      group.classList.toggle("covered", !found && !node.chosen && node.id !== source.start);
      const place = found || places[node.side];
      text.setAttribute("x", place.x);
      text.setAttribute("y", place.y);
      text.setAttribute("text-anchor", place.anchor);
      if (found) taken.push([...place.box, node.id]);
    });
    // A line's label stands where it has room, near its outer end: at a hub, lines lie close together.
    // Those that have none are seen when their line is pointed at; of many that say the same, so are the rest.
    const told = new Map();
    lines.forEach(({ edge, group, at }) => {
      const text = group.querySelector("text");
      if (!text) return;
      const small = size * 0.9;
      text.setAttribute("font-size", small);
      const width = (measure.measureText(text.textContent).width * 0.9) / 2 + small * 0.35;
      const boxes = (edge.target === shown[0] ? [0.36, 0.28, 0.5] : [0.64, 0.72, 0.5]).map((share) => {
        const [x, y] = at(share);
        return { x, y, box: [x - width, y - small * 0.85, x + width, y + small * 0.85] };
      });
      const said = told.get(text.textContent) || 0;
      const found = said < MOST_ALIKE ? boxes.find(({ box }) => free(box, null)) : undefined;
      const { x, y } = found || boxes[0];
      text.setAttribute("x", x);
      text.setAttribute("y", y);
      group.classList.toggle("covered", !found);
      if (!found) return;
      told.set(text.textContent, said + 1);
      taken.push([...found.box, `${edge.source} ${edge.target}`]);
    });
  }

  const tabStop = (id) => parts.forEach((group, key) => group.setAttribute("tabindex", key === id ? 0 : -1));

  // The nearest name in the direction of an arrow key.
  function neighbour(node, key) {
    const [ux, uy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
    let best = null;
    graph.nodes.forEach((other) => {
      const [dx, dy] = [other.x - node.x, other.y - node.y];
      const ahead = dx * ux + dy * uy;
      const aside = Math.abs(dx * uy) + Math.abs(dy * ux);
      if (ahead > 0 && (!best || ahead + 2 * aside < best[0])) best = [ahead + 2 * aside, other];
    });
    return best && best[1];
  }

  // The lines of a name in the order of the clock, and the focus on one of them: arrows go on from
  // line to line, L to the name at its other end, Escape back to where it came from.
  function linesOf(id) {
    const from = graph.nodes.find((n) => n.id === id);
    const angle = ({ middle: [x, y] }) => (Math.atan2(x - from.x, from.y - y) + 2 * Math.PI) % (2 * Math.PI);
    return lines.filter(({ edge }) => edge.source === id || edge.target === id).sort((a, b) => angle(a) - angle(b));
  }

  function focusLine(id, index) {
    const own = linesOf(id);
    if (!own.length) { said.textContent = "No lines at this name."; return; }
    const at = (index + own.length) % own.length;
    const { edge, group } = own[at];
    const [one, other] = [edge.source, edge.target].map((end) => graph.nodes.find((n) => n.id === end).label);
    const words = `${one} ${edge.labels.join(", ")} ${other}, ${plural(edge.facts, "fact")}`;
    Object.entries({ tabindex: -1, role: "button", "aria-label": words }).forEach(([key, value]) => group.setAttribute(key, value));
    group.onkeydown = (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const go = { Escape: id, l: edge.source === id ? edge.target : edge.source }[event.key];
      if (by) focusLine(id, at + by);
      else if (go) { tabStop(go); parts.get(go).focus(); }
      else if (event.key === "Enter" || event.key === " ") on.edge(edge.source, edge.target);
      else return;
      event.preventDefault();
    };
    group.onblur = () => { focusedLine = null; choose(...shown); eye.apply(); };
    group.focus();
    focusedLine = edge;
    choose(...shown);
    eye.apply();
    said.textContent = `Line ${at + 1} of ${own.length}: ${words}. Enter shows its words.`;
  }

  function drawEdge(edge, a, b, bow) {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy) || 1;
    const [ux, uy] = [dx / length, dy / length];
    const [mx, my] = [(a.x + b.x) / 2 - dy * bow, (a.y + b.y) / 2 + dx * bow];
    const [x1, y1] = [a.x + ux * radiusOf(a), a.y + uy * radiusOf(a)];
    const [x2, y2] = [b.x - ux * (radiusOf(b) + 3), b.y - uy * (radiusOf(b) + 3)];
    const d = `M${x1.toFixed(1)} ${y1.toFixed(1)} Q${mx.toFixed(1)} ${my.toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`;
    const group = shape("g", { class: "edge" },
      shape("path", { d, class: `line${edge.weak ? " weak" : ""}`, "stroke-width": Math.min(3.2, 0.8 + 0.35 * edge.facts), "marker-end": "url(#gg-tip)" }),
      shape("path", { d, class: "reach" }),
      shape("title", {}, `${a.name} → ${b.name}: ${edge.labels.join(", ")}${edge.facts > 1 ? ` (${edge.facts} facts)` : ""}`));
    group.addEventListener("click", () => on.edge(edge.source, edge.target));
    const at = (t) => [(1 - t) ** 2 * x1 + 2 * t * (1 - t) * mx + t ** 2 * x2, (1 - t) ** 2 * y1 + 2 * t * (1 - t) * my + t ** 2 * y2];
    lines.push({ edge, group, at, middle: at(0.5) });
    return group;
  }

  function drawNode(node) {
    const look = lookOf(node.kind);
    const r = radiusOf(node);
    const more = node.more ? `, ${plural(node.more, "more neighbour")}` : "";
    const group = shape("g", {
      class: `node${look.ring ? " ring" : ""}`, transform: `translate(${node.x} ${node.y})`, role: "button", "data-id": node.id,
      "aria-label": `${node.label}, ${node.kind}, ${plural(node.facts, "fact")}${more}`, style: `--hue: ${look.hue}`,
    },
    shape("circle", { r: r + 4, class: "halo" }),
    shape("circle", { r, class: "body" }),
    shape("text", { dy: "0.35em" }, short(node.label)),
    shape("title", {}, `${node.name} · ${node.kind}${node.scope ? ` · in ${node.scope}` : ""} · ${plural(node.facts, "fact")}${more}`));
    if (node.more) {
      const badge = shape("tspan", { class: "more", dx: "0.4em" }, `+${node.more}`);
      badge.addEventListener("click", (event) => { event.stopPropagation(); on.more(node.id); });
      group.querySelector("text").append(badge);
    }
    group.addEventListener("click", () => { tabStop(node.id); on.node(node); });
    group.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); on.node(node); }
      if (event.key === "+") on.more(node.id);
      if (event.key === "l") { event.preventDefault(); focusLine(node.id, 0); }
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const next = neighbour(node, event.key);
      if (next) { tabStop(next.id); parts.get(next.id).focus(); }
    });
    group.addEventListener("pointerenter", () => light(node.id));
    group.addEventListener("pointerleave", () => light(null));
    parts.set(node.id, group);
    return group;
  }

  function draw() {
    // A path of many steps, or on a narrow page, goes downwards: labels then have their room.
    const tall = source.path && (stage.clientWidth < NARROW || source.nodes.some((n) => n.step > 3));
    const turned = tall ? source.nodes.map((n) => ({ ...n, x: n.y * 2.2, y: n.x * 0.5, side: "right" })) : source.nodes;
    if (!spread || spread.start !== source.start) spread = { start: source.start, by: eye.spreadFor(turned) };
    const [sx, sy] = source.path && !tall ? [1, 1] : spread.by;
    graph = { ...source, nodes: turned.map((n) => ({ ...n, x: +(n.x * sx).toFixed(1), y: +(n.y * sy).toFixed(1) })) };
    const at = new Map(graph.nodes.map((n) => [n.id, n]));
    parts = new Map();
    lines = [];
    const pairs = new Set(graph.edges.map((e) => `${e.source} ${e.target}`));
    const below = shape("g", {}, ...graph.edges.map((e) => drawEdge(e, at.get(e.source), at.get(e.target), pairs.has(`${e.target} ${e.source}`) ? 0.16 : 0.07)));
    svg.classList.remove("near"); // the name that was pointed at is drawn anew, and never left
    world.replaceChildren(below, shape("g", {}, ...graph.nodes.map(drawNode)));
    svg.dataset.draws = String(Number(svg.dataset.draws) + 1);
  }

  function choose(chosen, pair) {
    graph.nodes.forEach((node) => {
      node.chosen = node.id === chosen ? 1 : 0;
      const group = parts.get(node.id);
      group.classList.toggle("chosen", Boolean(node.chosen));
      group.setAttribute("aria-pressed", String(Boolean(node.chosen)));
    });
    lines.forEach(({ edge, group, middle: [x, y] }) => {
      const isChosen = Boolean(pair) && [edge.source, edge.target].every((end) => pair.includes(end));
      group.firstChild.classList.toggle("chosen", isChosen);
      const told = isChosen || edge === focusedLine || graph.path || edge.source === chosen || edge.target === chosen;
      const said = told ? shorten(edge.facts === 1 ? edge.labels[0] : `${edge.facts} facts`) : edge.facts > 1 ? `×${edge.facts}` : "";
      const text = group.querySelector("text");
      if (text && text.textContent === said) return;
      if (text) text.remove();
      if (said) group.append(shape("text", { x, y, dy: "0.35em" }, said));
    });
    const first = graph.nodes.find((node) => node.chosen) || graph.nodes[0];
    if (first) tabStop(first.id);
  }

  function show(next, chosen, pair, at = "") {
    shown = [chosen, pair];
    const fresh = source.key !== next.key;
    if (fresh) {
      source = next;
      const focused = svg.getRootNode().activeElement;
      const id = focused && svg.contains(focused) && focused.dataset.id;
      draw();
      if (id && parts.has(id)) requestAnimationFrame(() => parts.get(id).focus());
    }
    choose(chosen, pair);
    if (fresh || !held) eye.fit(); else eye.apply();
    eye.look(at);
    held = stage.clientWidth;
    svg.dataset.drawn = String(performance.now());
  }

  const resized = () => {
    if (svg.isConnected && stage.clientWidth !== held) {
      held = stage.clientWidth;
      spread = null;
      draw();
      choose(...shown);
    }
    eye.fitKept();
  };
  new ResizeObserver(resized).observe(stage);
  return { svg, said, show, zoom: eye.zoom, fit: eye.fitAgain };
}
