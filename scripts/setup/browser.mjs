/**
 * Chrome or Chromium and its ChromeDriver, for the tests in a browser.
 *
 * Looked for on `PATH` and in the places where systems put them. `CHROME_PATH` and `CHROMEDRIVER` name others.
 */
import { join } from 'node:path'
import { find, isProgram } from '../command.mjs'
import { Stop } from '../project.mjs'
import { installPackages, maySystemInstall } from './debian.mjs'

const { CHROME_PATH, CHROMEDRIVER, CHROMEWEBDRIVER, PROGRAMFILES, LOCALAPPDATA } = process.env

const chromium = ['chromium', 'chromium-browser']
const google = ['google-chrome', 'google-chrome-stable', 'chrome']
const chromes = [
  CHROME_PATH,
  // GitHub's runners have both; their driver, whose folder they name in CHROMEWEBDRIVER, is Chrome's.
  ...(CHROMEWEBDRIVER ? [...google, ...chromium] : [...chromium, ...google]),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[PROGRAMFILES, LOCALAPPDATA].filter(Boolean).map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
]
const drivers = [CHROMEDRIVER, CHROMEWEBDRIVER && join(CHROMEWEBDRIVER, 'chromedriver'), 'chromedriver', '/usr/lib/chromium/chromedriver']

/** Makes sure that there is a browser with its driver; returns where: `{ chrome, chromedriver }`. */
export async function ensureBrowser() {
  if (!(first(chromes) && first(drivers)) && maySystemInstall()) {
    await installPackages(['chromium', 'chromium-driver'], 'half a minute')
  }
  const chrome = first(chromes)
  const chromedriver = first(drivers)
  if (!chrome) throw new Stop('Chrome is missing: get it from https://www.google.com/chrome, or name one in CHROME_PATH')
  if (!chromedriver) {
    throw new Stop(
      'ChromeDriver is missing: get the one of your Chrome’s version from https://googlechromelabs.github.io/chrome-for-testing, or name one in CHROMEDRIVER',
    )
  }
  return { chrome, chromedriver }
}

function first(places) {
  for (const place of places.filter(Boolean)) {
    const program = /[\\/]/.test(place) ? isProgram(place) && place : find(place)
    if (program) return program
  }
  return undefined
}
