export const clearTextText = {
  title: 'This server isn’t encrypted',
  description: (server: string) =>
    `Anyone between you and ${server} can read your password, your band’s music and everything you write, and can change it: in a café’s Wi-Fi, at your provider or on the way. Ask whoever runs the server for its https address.`,
  proceed: 'Continue anyway',
  page: 'This page isn’t encrypted. Others in your network can read your password and your music.',
};
