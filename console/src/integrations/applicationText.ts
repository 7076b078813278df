import type { applications } from '../words/en/applications';
import type { ApplicationDetail } from './applicationQueries';

export const isWebAddress = (text: string) => /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text);

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);

/** As browsers send it. */
export const isOrigin = (text: string) => isWebAddress(text) && new URL(text).origin === text;

const isColour = (text: string) => /^#[0-9a-f]{6}$/i.test(text);

/** As it is typed: an empty text is nothing said. */
export interface About {
  name: string;
  companyName: string;
  mailingAddress: string;
  privacyPolicy: string;
  supportContact: string;
  appLink: string;
  logoUrl: string;
}

export const nothingSaid: About = { name: '', companyName: '', mailingAddress: '', privacyPolicy: '', supportContact: '', appLink: '', logoUrl: '' };

export const aboutOf = ({ name, companyName, mailingAddress, privacyPolicy = '', supportContact = '', appLink = '', logoUrl = '' }: ApplicationDetail): About => ({
  name,
  companyName,
  mailingAddress,
  privacyPolicy,
  supportContact,
  appLink,
  logoUrl,
});

type Faults<T> = Partial<Record<keyof T, string>>;

/** What is wrong, in words, by field. */
export function aboutFaults(about: About, { form }: typeof applications): Faults<About> {
  const faults: Faults<About> = {};
  for (const needed of ['name', 'companyName', 'mailingAddress'] as const) if (!about[needed].trim()) faults[needed] = form.missing;
  for (const link of ['privacyPolicy', 'appLink', 'logoUrl'] as const) if (about[link] && !isWebAddress(about[link])) faults[link] = form.notUrl;
  if (about.supportContact && !isWebAddress(about.supportContact) && !isEmail(about.supportContact)) faults.supportContact = form.notContact;
  return faults;
}

export interface Mails {
  senderEmail: string;
  senderName: string;
  primaryColour: string;
  secondaryColour: string;
  onlyEssential: boolean;
  url: string;
  headline: string;
  text: string;
}

export const mailsOf = ({ mail }: ApplicationDetail): Mails => ({
  senderEmail: mail.senderEmail ?? '',
  senderName: mail.senderName ?? '',
  primaryColour: mail.primaryColour ?? '',
  secondaryColour: mail.secondaryColour ?? '',
  onlyEssential: mail.onlyEssential ?? false,
  url: mail.button?.url ?? '',
  headline: mail.button?.headline ?? '',
  text: mail.button?.text ?? '',
});

/** As the server takes it: empty texts take away what was said. */
export const mailBody = ({ url, headline, text, ...rest }: Mails) => ({ ...rest, button: { url: url.trim(), headline: headline.trim(), text: text.trim() } });

export function mailFaults(mails: Mails, { form, page }: typeof applications): Faults<Mails> {
  const faults: Faults<Mails> = {};
  if (mails.senderEmail && !isEmail(mails.senderEmail)) faults.senderEmail = form.notEmail;
  for (const colour of ['primaryColour', 'secondaryColour'] as const) if (mails[colour] && !isColour(mails[colour])) faults[colour] = form.notColour;
  const button = (['url', 'headline', 'text'] as const).filter((part) => !mails[part].trim());
  if (button.length === 1 || button.length === 2) button.forEach((part) => (faults[part] = page.buttonPartly));
  if (mails.url && !isWebAddress(mails.url)) faults.url = form.notUrl;
  return faults;
}
