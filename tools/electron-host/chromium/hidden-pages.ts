/**
 * The features of Chromium that load two pages for the suggestions of each window's address bar. There is none here, and
 * the two take more processor time than a test's own page.
 */
export const hiddenPages = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
