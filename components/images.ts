import type { ImageSettings } from "./settings/schema";
import { images, type ImageName } from "./versions";

/** Docker Hub's own name, which short references such as `caddy:2.11.4` leave out. */
function withRegistry(reference: string): string {
  const [first = "", ...rest] = reference.split("/");
  if (rest.length > 0 && /[.:]|^localhost$/.test(first)) {
    return reference;
  }
  return rest.length > 0 ? `docker.io/${reference}` : `docker.io/library/${reference}`;
}

/**
 * The reference of an image for this stack: the override, else the pinned one, taken from the mirror
 * if there is one. A mirror holds the official images under their own paths.
 */
export function image(settings: ImageSettings, name: ImageName): string {
  const override = settings[name];
  if (override !== undefined) {
    return override;
  }
  const reference = withRegistry(images[name]);
  return settings.mirror === undefined
    ? reference
    : `${settings.mirror}/${reference.slice(reference.indexOf("/") + 1)}`;
}
