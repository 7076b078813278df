import { Card } from '../../parts/Card';
import { useRoomWords } from '../../words/rooms';
import area from '../Integrations.module.css';
import { jsonOf, resolve, typeOf, type ApiDocument, type ApiOperation, type Schema } from './document';
import styles from './Explorer.module.css';

interface Own {
  document: ApiDocument;
  operation: ApiOperation;
}

/** What the served document says of a call: it is the reference. */
export function Reference({ document, operation }: Own) {
  const own = useRoomWords('explorer');
  const parameters = (operation.parameters ?? []).map((one) => resolve(document, one));
  const body = jsonOf(operation.requestBody?.content);
  return (
    <Card title={own.reference}>
      <p>{rightsOf(operation, own)}</p>
      {parameters.length > 0 && (
        <>
          <h3>{own.parameters}</h3>
          <div className={styles.scroll}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{own.name}</th>
                  <th scope="col">{own.where}</th>
                  <th scope="col">{own.type}</th>
                  <th scope="col">{own.meaning}</th>
                </tr>
              </thead>
              <tbody>
                {parameters.map(({ name, in: where, required, description, schema }) => (
                  <tr key={name}>
                    <td>
                      <code>{name}</code>
                    </td>
                    <td>{own.places[where as keyof typeof own.places]}</td>
                    <td>
                      {schema && nameOf(document, schema)}
                      {required && `, ${own.needed}`}
                    </td>
                    <td lang="en">{description}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {body && (
        <>
          <h3>{own.takes}</h3>
          <Members document={document} schema={body} />
        </>
      )}
      <h3>{own.answers}</h3>
      <ul className={area.stack}>
        {Object.entries(operation.responses)
          .map(([status, told]) => ({ status, ...resolve(document, told) }))
          .map(({ status, description, content }) => {
            const schema = jsonOf(content);
            return (
              <li key={status} className={area.stack}>
                <span>
                  <strong>{status}</strong> <span lang="en">{description}</span>
                </span>
                {schema && Number(status) < 300 && <Members document={document} schema={schema} />}
              </li>
            );
          })}
      </ul>
    </Card>
  );
}

function rightsOf({ security }: ApiOperation, own: { scopes: (scopes: string) => string; anyKey: string; sessionOnly: string; nobody: string }) {
  if (security?.length === 0) return own.nobody;
  const key = security?.find((one) => 'key' in one);
  if (!key) return own.sessionOnly;
  return key.key!.length > 0 ? own.scopes(key.key!.join(', ')) : own.anyKey;
}

const deepest = 5;

/** The members of a body, each with what it is and means; of lists those of what they hold. */
function Members({ document, schema, depth = 0 }: { document: ApiDocument; schema: Schema; depth?: number }) {
  const own = useRoomWords('explorer');
  const { properties, needed } = membersOf(document, schema);
  if (depth > deepest || Object.keys(properties).length === 0) return null;
  return (
    <ul className={styles.members}>
      {Object.entries(properties).map(([name, member]) => (
        <li key={name}>
          <code>{name}</code> <span className={area.quiet}>{nameOf(document, member)}</span>
          {needed.has(name) && <span className={area.quiet}>, {own.needed}</span>} <span lang="en">{member.description ?? resolve(document, member).description}</span>
          <Members document={document} schema={member} depth={depth + 1} />
        </li>
      ))}
    </ul>
  );
}

function membersOf(document: ApiDocument, given: Schema): { properties: Record<string, Schema>; needed: Set<string> } {
  const schema = resolve(document, given);
  if (schema.items) return membersOf(document, schema.items);
  const parts = [schema, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map((one) => resolve(document, one));
  return { properties: Object.assign({}, ...parts.map((part) => part.properties ?? {})) as Record<string, Schema>, needed: new Set(parts.flatMap((part) => part.required ?? [])) };
}

function nameOf(document: ApiDocument, given: Schema): string {
  const schema = resolve(document, given);
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.items) return `${nameOf(document, schema.items)}[]`;
  return [typeOf(schema), schema.format].filter(Boolean).join(' ');
}
