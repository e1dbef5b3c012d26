"use strict";
(() => {
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const band = plddt => plddt > 90 ? "--very-high" : plddt > 70 ? "--high" : plddt > 50 ? "--low" : "--very-low";
  const data = new Map();
  const dataOf = canvas => {
    const key = canvas.dataset.target;
    if (!data.has(key)) data.set(key, JSON.parse(document.getElementById("data-" + key).textContent));
    return data.get(key);
  };

  // Tables: a click or Enter on a heading sorts; a second one turns the order round.
  for (const table of document.querySelectorAll("table.sortable")) {
    table.tHead.addEventListener("click", event => {
      const head = event.target.closest("th");
      if (!head) return;
      const column = head.cellIndex;
      const number = head.classList.contains("n");
      const order = head.getAttribute("aria-sort") === (number ? "descending" : "ascending") ? -1 : 1;
      const value = row => {
        const text = row.cells[column].textContent;
        if (!number) return text;
        const parsed = parseFloat(text);
        return Number.isNaN(parsed) ? -Infinity : parsed;
      };
      const compare = (a, b) => number ? value(b) - value(a) || 0 : value(a).localeCompare(value(b), undefined, { numeric: true });
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", (number ? order > 0 : order < 0) ? "descending" : "ascending");
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort((a, b) => order * compare(a, b)));
    });
  }

  const prepare = canvas => {
    const scale = window.devicePixelRatio || 1;
    const box = canvas.getBoundingClientRect();
    canvas.width = Math.round(box.width * scale);
    canvas.height = Math.round(box.height * scale);
    const context = canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    return [context, box.width, box.height];
  };

  // The 3D view: a line through the centres of residues, near parts over far ones.
  const views = new WeakMap();
  const viewOf = canvas => {
    if (views.has(canvas)) return views.get(canvas);
    const { xyz, chains } = dataOf(canvas);
    const count = xyz.length / 3;
    const centre = [0, 1, 2].map(axis => { let sum = 0; for (let i = 0; i < count; i++) sum += xyz[3 * i + axis]; return sum / count; });
    let reach = 1;
    const residues = [];
    for (let i = 0; i < count; i++) {
      const point = [0, 1, 2].map(axis => xyz[3 * i + axis] - centre[axis]);
      reach = Math.max(reach, Math.hypot(...point));
      residues.push(point);
    }
    // A Catmull-Rom curve through the residues of a polymer, in short parts that take the colour of the nearer residue.
    const pieces = count > 1500 ? 2 : 4;
    const points = [];
    const parts = [];
    const add = (point, residue) => points.push(point) && parts.push([points.length - 1, points.length, residue]);
    for (const chain of chains) {
      const last = chain.start + chain.length - 1;
      if (!chain.polymer || chain.length === 1)
        for (let i = chain.start; i <= last; i++) { points.push(residues[i]); parts.push([points.length - 1, points.length - 1, i]); }
      else {
        for (let i = chain.start; i < last; i++) {
          const [p, q, r, t] = [residues[Math.max(chain.start, i - 1)], residues[i], residues[i + 1], residues[Math.min(last, i + 2)]];
          for (let piece = 0; piece < pieces; piece++) {
            const u = piece / pieces;
            add(q.map((value, axis) => value + 0.5 * u * (r[axis] - p[axis] + u * (2 * p[axis] - 5 * value + 4 * r[axis] - t[axis]
              + u * (3 * (value - r[axis]) + t[axis] - p[axis])))), u < 0.5 ? i : i + 1);
          }
        }
        points.push(residues[last]);
      }
    }
    const view = { points, parts, reach, zoom: 1, turn: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
    rotate(view, 0.4, 0.3);
    views.set(canvas, view);
    return view;
  };
  const multiply = (a, b) => {
    const c = new Array(9);
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) c[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
    return c;
  };
  function rotate(view, yaw, pitch) {
    const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
    view.turn = multiply([1, 0, 0, 0, cp, -sp, 0, sp, cp], multiply([cy, 0, sy, 0, 1, 0, -sy, 0, cy], view.turn));
  }
  const drawView = canvas => {
    const { plddt } = dataOf(canvas);
    const view = viewOf(canvas);
    const [context, width, height] = prepare(canvas);
    const size = view.zoom * 0.46 * Math.min(width, height) / view.reach;
    const t = view.turn;
    const seen = view.points.map(([x, y, z]) => {
      const depth = (t[6] * x + t[7] * y + t[8] * z) / view.reach;
      const near = 1 / (1 - 0.25 * depth);
      return [width / 2 + size * near * (t[0] * x + t[1] * y + t[2] * z), height / 2 - size * near * (t[3] * x + t[4] * y + t[5] * z), depth];
    });
    const colours = ["--very-high", "--high", "--low", "--very-low"].reduce((all, name) => ({ ...all, [name]: style(name) }), {});
    const ground = style("--ground");
    const thick = Math.max(1.6, Math.min(9, size * 1.3));
    // A part's rim is painted a little behind the part itself: it sets off what lies behind, and does not cut its own neighbours.
    const behind = 7 / view.reach;
    const strokes = [];
    for (const [a, b, residue] of view.parts) {
      const depth = seen[a][2] + seen[b][2];
      strokes.push([depth, a, b, residue]);
      if (a !== b) strokes.push([depth - behind, a, b, -1]);
    }
    strokes.sort((one, other) => one[0] - other[0]);
    context.lineCap = "round";
    for (const [depth, a, b, residue] of strokes) {
      const wide = thick * (1 + 0.1 * depth);
      const colour = residue < 0 ? ground : colours[band(plddt[residue])];
      if (a === b) {
        context.beginPath();
        context.arc(seen[a][0], seen[a][1], wide * 0.9, 0, 2 * Math.PI);
        context.fillStyle = colour;
        context.fill();
        context.strokeStyle = ground;
        context.lineWidth = 1;
        context.stroke();
        continue;
      }
      context.strokeStyle = colour;
      context.lineWidth = residue < 0 ? wide + 3 : wide;
      context.beginPath();
      context.moveTo(seen[a][0], seen[a][1]);
      context.lineTo(seen[b][0], seen[b][1]);
      context.stroke();
    }
  };
  const steer = canvas => {
    let last = null;
    const turn = (yaw, pitch) => { rotate(viewOf(canvas), yaw, pitch); drawView(canvas); };
    const zoom = factor => { const view = viewOf(canvas); view.zoom = Math.min(12, Math.max(0.3, view.zoom * factor)); drawView(canvas); };
    canvas.addEventListener("pointerdown", event => { last = [event.clientX, event.clientY]; canvas.setPointerCapture(event.pointerId); });
    canvas.addEventListener("pointermove", event => {
      if (!last) return;
      turn((event.clientX - last[0]) * 0.01, (event.clientY - last[1]) * 0.01);
      last = [event.clientX, event.clientY];
    });
    canvas.addEventListener("pointerup", () => { last = null; });
    canvas.addEventListener("pointercancel", () => { last = null; });
    canvas.addEventListener("wheel", event => {
      if (document.activeElement !== canvas && !event.ctrlKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * 0.001));
    }, { passive: false });
    canvas.addEventListener("keydown", event => {
      const act = {
        ArrowLeft: () => turn(-0.15, 0), ArrowRight: () => turn(0.15, 0), ArrowUp: () => turn(0, -0.15), ArrowDown: () => turn(0, 0.15),
        "+": () => zoom(1.15), "=": () => zoom(1.15), "-": () => zoom(1 / 1.15),
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
  };

  // The aligned error: one pixel per cell, drawn large; chains divided.
  const frameOf = (width, height) => {
    const [left, top, right, bottom] = [46, 22, 64, 36];
    const side = Math.max(10, Math.min(width - left - right, height - top - bottom));
    return { side, left: left + (width - left - right - side) / 2, top };
  };
  const drawPae = canvas => {
    const { size, pae, chains, plddt, residues } = dataOf(canvas);
    const tokens = plddt.length;
    const [context, width, height] = prepare(canvas);
    const { side, left, top } = frameOf(width, height);
    const [low, high] = [style("--pae-low"), style("--pae-high")].map(colour => colour.split(",").map(Number));
    const mix = part => low.map((value, i) => Math.round(value + (high[i] - value) * part));
    const bytes = Uint8Array.from(atob(pae), letter => letter.charCodeAt(0));
    const image = new ImageData(size, size);
    bytes.forEach((value, i) => image.data.set([...mix(value / 255), 255], 4 * i));
    const small = document.createElement("canvas");
    small.width = small.height = size;
    small.getContext("2d").putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, left, top, side, side);
    const at = token => token / tokens * side;
    context.strokeStyle = style("--ink");
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, side, side);
    context.fillStyle = style("--soft");
    context.font = "11px system-ui, sans-serif";
    const step = chain => {
      const rough = chain.length / Math.max(1, Math.round(7 * chain.length / tokens));
      const power = 10 ** Math.floor(Math.log10(rough));
      return [5, 2, 1].find(part => part * power <= rough) * power;
    };
    for (const chain of chains) {
      if (chain.start > 0) {
        context.beginPath();
        context.moveTo(left + at(chain.start), top);
        context.lineTo(left + at(chain.start), top + side);
        context.moveTo(left, top + at(chain.start));
        context.lineTo(left + side, top + at(chain.start));
        context.stroke();
      }
      if (chains.length > 1 && at(chain.length) > 14) {
        context.textAlign = "center";
        context.fillText(chain.id, left + at(chain.start + chain.length / 2), top - 8);
      }
      if (!chain.polymer || at(chain.length) < 24) continue;
      for (let tick = step(chain); tick <= chain.length; tick += step(chain)) {
        const place = at(chain.start + tick - 0.5);
        context.textAlign = "center";
        context.fillText(residues[chain.start + tick - 1], left + place, top + side + 15);
        context.textAlign = "right";
        context.fillText(residues[chain.start + tick - 1], left - 6, top + place + 4);
      }
    }
    context.textAlign = "center";
    context.fillText("scored residue", left + side / 2, top + side + 30);
    const bar = left + side + 16;
    for (let i = 0; i < side; i++) {
      context.fillStyle = `rgb(${mix(i / side)})`;
      context.fillRect(bar, top + i, 12, 1.5);
    }
    context.strokeRect(bar + 0.5, top + 0.5, 12, side);
    context.fillStyle = style("--soft");
    context.textAlign = "left";
    for (const error of [0, 10, 20, 30]) context.fillText(error + (error === 0 ? " Å" : ""), bar + 17, top + error / 31.875 * side + (error === 0 ? 9 : 4));
  };
  const point = canvas => {
    const output = canvas.parentElement.querySelector("output");
    const { size, pae, chains, plddt, residues } = dataOf(canvas);
    const bytes = atob(pae);
    const name = token => { const chain = chains.findLast(other => other.start <= token && other.length > 0); return `${chain.id} ${residues[token]}`; };
    canvas.addEventListener("pointermove", event => {
      const box = canvas.getBoundingClientRect();
      const { side, left, top } = frameOf(box.width, box.height);
      const [x, y] = [(event.clientX - box.left - left) / side, (event.clientY - box.top - top) / side];
      if (x < 0 || y < 0 || x >= 1 || y >= 1) { output.textContent = ""; return; }
      const error = bytes.charCodeAt(Math.floor(y * size) * size + Math.floor(x * size)) / 8;
      output.textContent = `aligned on ${name(Math.floor(y * plddt.length))}, scored ${name(Math.floor(x * plddt.length))}: ${error.toFixed(1)} Å`;
    });
    canvas.addEventListener("pointerleave", () => { output.textContent = ""; });
  };

  const draw = canvas => canvas.classList.contains("view") ? drawView(canvas) : drawPae(canvas);
  const ready = new Set();
  const show = canvas => {
    if (ready.has(canvas)) return;
    ready.add(canvas);
    if (canvas.classList.contains("view")) steer(canvas); else point(canvas);
    draw(canvas);
  };
  // The first target is drawn at once, the others when they come near.
  const canvases = [...document.querySelectorAll("canvas")];
  canvases.slice(0, 2).forEach(show);
  const watcher = new IntersectionObserver(
    entries => entries.filter(entry => entry.isIntersecting).forEach(entry => show(entry.target)), { rootMargin: "600px" });
  canvases.forEach(canvas => watcher.observe(canvas));
  const redraw = () => ready.forEach(draw);
  window.addEventListener("resize", redraw);
  window.addEventListener("beforeprint", () => canvases.forEach(show));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
