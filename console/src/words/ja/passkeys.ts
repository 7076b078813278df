import type { passkeys as en } from '../en/passkeys';

export const passkeys = {
  title: 'パスキー',
  one: 'パスキー',
  body: 'パスワードを使わず、指紋や顔、端末のPINでログインできます。推測されることも、偽のページで盗まれることもありません。',
  start: 'パスキーを追加',
  how: '保存先（この端末、スマートフォン、セキュリティキーなど）をブラウザーがお尋ねします。',
  name: 'パスキーの名前',
  nameHint: '見分けられる名前を付けてください。例: 「ノートPC」「キーホルダー」',
  make: 'パスキーを作成',
  making: 'ブラウザーの案内に従ってください…',
  none: 'まだありません。',
  madeAt: '作成:',
  usedAt: '最終使用:',
  neverUsed: '未使用',
  elsewhere: (host: string) => `${host}で使えます`,
  rename: (name: string) => `名前を変更: ${name}`,
  remove: (name: string) => `削除: ${name}`,
  removeBody: 'このパスキーではログインできなくなります。端末に残ったパスキーは、端末側で削除してください。',
  full: (most: number) => `パスキーは${most}個までです。追加するには、先に1個削除してください。`,
  newCodes: '新しいコードを作成',
  codesLeft: (count: number) => `残り${count}個です。2段階認証の代わりに、それぞれ1回だけ使えます。新しく作成すると、以前のコードは使えなくなります。`,
  whyNot: {
    address: 'このアドレスでは使えません。番号だけのアドレスでは、ブラウザーはパスキーを扱いません。サーバーの名前、またはサーバー上で「localhost」から開いてください。',
    insecure: 'このアドレスでは使えません。パスキーはhttpsでのみ利用できます。',
    browser: 'このブラウザーでは、必要な形式のパスキーを利用できません。新しいブラウザーをお使いください。',
  },
} satisfies typeof en;
