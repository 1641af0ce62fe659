// xterm.js' colours, read from the page's tokens where the terminal stands.

// While the find bar is open the selection is the match that one is at: amber, and its letters dark.
const onMatch = "#14161a";

export function themeOf(element, isFinding = false) {
  const style = getComputedStyle(element);
  const token = name => legacy(style.getPropertyValue(name).trim()) || undefined;
  const selection = token(isFinding ? "--term-match-on" : "--term-sel");
  const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
  const theme = {
    background: token("--term-bg"),
    foreground: token("--term-fg"),
    // In production the cursor has the environment's colour, so that one cannot type without seeing it.
    cursor: token("--ee") ?? token("--term-cursor"),
    cursorAccent: token("--term-bg"),
    selectionBackground: selection,
    selectionInactiveBackground: selection,
    selectionForeground: isFinding ? onMatch : undefined,
    scrollbarSliderBackground: token("--term-hover"),
    scrollbarSliderHoverBackground: token("--term-sel"),
    scrollbarSliderActiveBackground: token("--term-sel"),
    overviewRulerBorder: token("--term-bg"),
  };
  names.forEach((name, i) => {
    theme[name] = token(`--a${i}`);
    theme["bright" + name[0].toUpperCase() + name.slice(1)] = token(`--a${i + 8}`);
  });
  return theme;
}

// xterm.js reads rgba(1, 2, 3, .4), not rgb(1 2 3 / .4).
function legacy(colour) {
  return colour.replace(/^rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)$/, "rgba($1, $2, $3, $4)");
}

export function findColours(element) {
  const style = getComputedStyle(element);
  const solid = style.getPropertyValue("--term-match-on").trim() || "#e5b04c";
  const ground = style.getPropertyValue("--term-bg").trim() || "#0c0e11";
  return {
    // addon-search takes #RRGGBB only, so the translucent token is mixed here.
    matchBackground: mix(solid, ground, 0.35),
    matchOverviewRuler: solid,
    activeMatchBackground: solid,
    activeMatchColorOverviewRuler: solid,
  };
}

function mix(a, b, share) {
  const channels = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
  const [x, y] = [channels(a), channels(b)];
  return "#" + x.map((value, i) => Math.round(value * share + y[i] * (1 - share)).toString(16).padStart(2, "0")).join("");
}
