/** Of the pages to which our mails lead, and of a forgotten password. */
export const mailed = {
  forgot: {
    title: 'Forgotten password',
    lead: 'Enter the e-mail address that you log in with. If an account has it, a link for another password is mailed there.',
    email: 'E-mail address',
    act: 'Mail me a link',
    acting: 'Sending…',
    done: 'Look at your mail',
    doneBody: 'If an account has this address, a link is on its way. It works once, for an hour. Nothing came? Look in the spam folder, or ask an administrator of your organisation.',
  },
  reset: {
    title: 'Choose another password',
    lead: 'All your other sessions and keys end with it. A second factor stays as it is.',
    act: 'Set password',
    acting: 'Setting…',
    done: 'Your password is changed',
    doneBody: 'Log in with it.',
    over: 'This link is over',
    overBody: 'It works once, for an hour, and it was used, is too old, or is not complete.',
    again: 'Ask for another link',
  },
  verify: {
    working: 'Checking the link…',
    done: 'Your address is confirmed',
    doneBody: 'From now on what is given to this address is yours at once.',
    over: 'This link is over',
    overBody: 'It is too old, or not complete. Ask for another mail where you asked for this one.',
  },
  noToken: 'This link is not complete',
  noTokenBody: 'Open the link of the mail again, all of it: mail programs sometimes break it in two.',
  toLogIn: 'Go to the log-in',
};
