import type { Option } from '../parts/Options';

/** The zones of the world with how far they are from UTC now, found by place or by name in the person's language. */
export function zonesIn(locale: string): Option[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')].map((id) => ({
    id,
    name: `${id.replaceAll('_', ' ')} (${partOf(id, locale, 'shortOffset')})`,
    detail: partOf(id, locale, 'longGeneric'),
  }));
}

const partOf = (zone: string, locale: string, timeZoneName: 'shortOffset' | 'longGeneric') =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName }).formatToParts().find((part) => part.type === 'timeZoneName')?.value ?? '';
