/** How a path into an event's payload is written, for patterns of texts that contain one. */
export const PATH = String.raw`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*`;
