/** As the ref of the chosen tab: on a narrow screen the tabs go on beyond its edge. */
export const showTab = (tab: HTMLElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
