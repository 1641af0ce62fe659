// WebGL draws faster only where a GPU does the work; in software it is 1.5–4 times slower than the DOM renderer.

let answer;

export function hasGpu() {
  return answer ??= probe();
}

function probe() {
  try {
    const gl = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
    if (!gl) return false;
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    gl.getExtension("WEBGL_lose_context")?.loseContext();
    return isHardware(renderer);
  } catch {
    return false;
  }
}

export function isHardware(renderer) {
  return !/swiftshader|llvmpipe|softpipe|software|basic render|mesa offscreen/i.test(renderer);
}
