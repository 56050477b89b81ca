// Everything on the site works without this script. With it the menu folds away on a phone.
import { ServiceNavigation } from "govuk-frontend";

if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  for (const navigation of document.querySelectorAll('[data-module="govuk-service-navigation"]')) {
    new ServiceNavigation(navigation);
  }
}
