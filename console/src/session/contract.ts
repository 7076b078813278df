/** What the session routes take and answer. */
export interface Tenant {
  id: string;
  name: string;
  timeZone: string;
  role: 'owner' | 'administrator' | 'operator' | 'integrator' | 'auditor';
  permissions: string[];
}

export interface Session {
  person: { id: string; displayName?: string; login?: string };
  isInstallationAdministrator: boolean;
  tenants: Tenant[];
  secondFactor: { isRequired: boolean; hasTotp: boolean; passkeys: number; recoveryCodesLeft: number };
  antiforgery: string;
  idleUntil: string;
  endsAt: string;
  steppedUpUntil?: string;
}

export interface TotpOffer {
  secret: string;
  uri: string;
  /** A row of ones and noughts each, with the quiet zone around it. */
  qr: string[];
}

/** Who must have a second factor and has none may do nothing but get one. */
export const mustEnrol = ({ secondFactor }: Session) => secondFactor.isRequired && !secondFactor.hasTotp;
