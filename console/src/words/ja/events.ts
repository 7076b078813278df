import type { Words } from '..';

export const events = {
  title: 'イベント',
  empty: { title: 'イベントはまだありません', body: 'ドアでの出来事や、ここで行われた操作がこの一覧に表示されます。' },
  nothing: { title: '条件に合うイベントがありません', body: '絞り込みを外すか、さらに過去にさかのぼってください。' },
  end: 'これより前のイベントはありません。',
  searching: 'さらに過去を調べています…',
  someLock: '錠',
  by: (who: string) => `操作: ${who}`,
  kinds: { user: 'ユーザー', apiClient: 'プログラム', device: '機器', tile: 'ドアのプレート', server: 'サーバー' } as Record<string, string>,
  outcomes: { done: '完了', refused: '拒否', failed: '失敗', unknown: '不明', reported: '機器からの報告' } as Record<string, string>,
  refused: (name: string, lock: string | undefined, reason: string) => `${lock ? `${lock}: ` : ''}${name}が拒否されました。${reason}`,
  failed: (name: string, lock: string | undefined, reason: string) => `${lock ? `${lock}: ` : ''}${name}に失敗しました。${reason}`,
  unknown: (name: string, lock: string | undefined) => `${lock ? `${lock}: ` : ''}${name}の結果は不明です（実行された可能性があります）`,
  corrected: '後から実際の結果が報告されました',
  late: (time: string) => `${time}遅れて受信`,
  causes: { remote: '遠隔操作', credential: 'ドアでの認証', manual: '手動（つまみ・鍵）', automatic: '錠の自動動作' } as Record<string, string>,
} satisfies Words['events'];
