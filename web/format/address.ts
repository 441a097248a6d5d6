/** The address comes with the data: `javascript:` and its like stay out of links. */
export const isWebAddress = (address: string | undefined): address is string =>
  address !== undefined && /^https?:\/\//iu.test(address);

/** A picture may also lie in this shop or be written out as `data:`. */
export const isPictureAddress = (address: string | undefined): address is string =>
  address !== undefined && /^(?:https?:\/\/|data:image\/|\/|\.?[\w-]+\/)/iu.test(address);
