// Mol*, from npm, installed beside the server: shows the model coloured by pLDDT, as the AlphaFold database does.

const place = document.getElementById("viewer");
const dark = matchMedia("(prefers-color-scheme: dark)");

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error("Mol* could not be loaded."));
    document.head.append(script);
  });
}

async function show() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  const dress = () => { style.href = `/assets/molstar/${dark.matches ? "dark" : "light"}.css`; };
  dress();
  dark.addEventListener("change", dress);
  document.head.append(style);
  await load("/assets/molstar/molstar.js");
  const viewer = await molstar.Viewer.create(place, {
    layoutIsExpanded: false, layoutShowControls: false, layoutShowRemoteState: false, layoutShowSequence: false, layoutShowLog: false, layoutShowLeftPanel: false,
    viewportShowExpand: false, viewportShowSelectionMode: false, viewportShowAnimation: false, viewportShowTrajectoryControls: false, viewportShowSettings: false,
    collapseLeftPanel: true, pdbProvider: "pdbe", emdbProvider: "pdbe",
  });
  await viewer.loadStructureFromUrl(place.dataset.structure, "mmcif", false);
  const { plugin } = viewer;
  const ground = () => plugin.canvas3d?.setProps({ renderer: { backgroundColor: dark.matches ? 0x14171c : 0xffffff }, transparentBackground: false });
  ground();
  dark.addEventListener("change", ground);
  await colour(plugin);
  place.dataset.ready = "true";
}

// The model says it holds pLDDT (ma_qa_metric), so Mol* knows the colours; a model that does not is coloured by its B-factors, which hold the same.
async function colour(plugin) {
  const components = plugin.managers.structure.hierarchy.current.structures.flatMap(structure => structure.components);
  const known = plugin.representation.structure.themes.colorThemeRegistry.has({ name: "plddt-confidence" });
  for (const name of known ? ["plddt-confidence", "uncertainty"] : ["uncertainty"]) {
    try {
      await plugin.managers.structure.component.updateRepresentationsTheme(components, { color: name });
      return;
    } catch {
      // The next one.
    }
  }
}

show().catch(fault => {
  place.dataset.ready = "failed";
  place.textContent = `The structure cannot be shown: ${fault.message}`;
});
