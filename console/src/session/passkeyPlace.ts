/** Why there can be no passkeys on this page: a bare address, no https, or a browser that has none. */
export type NoPasskeys = 'address' | 'insecure' | 'browser';

const bareAddress = /^([\d.]+|\[.*\])$/;

/** Undefined: there can. */
export const whyNoPasskeys = (over: Pick<Window, 'isSecureContext'> & { location: Pick<Location, 'hostname'> } = window): NoPasskeys | undefined =>
  bareAddress.test(over.location.hostname)
    ? 'address'
    : !over.isSecureContext
      ? 'insecure'
      : typeof PublicKeyCredential === 'undefined' || !('parseCreationOptionsFromJSON' in PublicKeyCredential)
        ? 'browser'
        : undefined;
