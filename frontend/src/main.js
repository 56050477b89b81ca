// Everything on the site works without this script. With it the menu folds away on a phone, charts can be read month by
// month, and a what-if follows its form as it changes.
import { Button, ErrorSummary, NotificationBanner, Radios, Checkboxes, ServiceNavigation, createAll } from "govuk-frontend";
import { charts } from "./charts.js";
import { whatIf } from "./what_if.js";

if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  for (const navigation of document.querySelectorAll('[data-module="govuk-service-navigation"]')) {
    new ServiceNavigation(navigation);
  }
  for (const part of [Button, Checkboxes, ErrorSummary, NotificationBanner, Radios]) createAll(part);
  charts();
  whatIf();
}
