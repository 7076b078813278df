import type { components } from '../api/latchwork';
import { send } from '../api/client';

export type Plan = components['schemas']['ImportPlan'];
export type PlanRow = components['schemas']['ImportRow'];
export type Change = components['schemas']['ImportChange'];
export type Done = components['schemas']['ImportDone'];

/** As the server takes it. */
export const largest = 1024 * 1024;

/** The text of a file; undefined where it is not in UTF-8, which other names than those in it would come of. */
export async function textOf(file: Blob): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}

const asked = (text: string) => ({ body: new Blob([text], { type: 'text/csv' }) });

export const preview = async (text: string): Promise<Plan> => (await (await send('post', '/imports/preview', asked(text))).json()) as Plan;

export const carryOut = async (text: string, plan: Plan, leavesOutErrors: boolean): Promise<Done> =>
  (await (await send('post', '/imports', { ...asked(text), query: { plan: plan.plan, leavesOutErrors: leavesOutErrors || undefined } })).json()) as Done;

export const template = async (): Promise<Blob> => (await send('get', '/imports/template', { headers: { Accept: 'text/csv' } })).blob();

/** The rows in error as they stand in the file, under its first line: to be corrected and taken again. */
export function rowsInError(text: string, { rows }: Plan): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const wrong = rows.flatMap((row, index) => {
    if (row.errors.length === 0) return [];
    // A cell may go on over several lines, so a row ends where the next one begins.
    const next = rows[index + 1]?.line ?? lines.length + 1;
    return lines.slice(row.line - 1, next - 1).filter((line) => line.trim() !== '');
  });
  return [lines[0], ...wrong, ''].join('\r\n');
}
