/** The map library's own control texts in the page's language. */
import type { Words } from '../i18n';

export function controlWords(words: Words): Record<string, string> {
  return {
    'Map.Title': words.map,
    'Marker.Title': words.position,
    'NavigationControl.ZoomIn': words.zoomIn,
    'NavigationControl.ZoomOut': words.zoomOut,
    'NavigationControl.ResetBearing': words.resetBearing,
    'CooperativeGesturesHandler.WindowsHelpText': words.controlScroll,
    'CooperativeGesturesHandler.MacHelpText': words.commandScroll,
    'CooperativeGesturesHandler.MobileHelpText': words.twoFingers,
  };
}
