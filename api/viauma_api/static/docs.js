// Shows the API document with Swagger UI, all from this server.
"use strict";

// Each queryable is a parameter too, and there are more than a hundred: they stand behind a button,
// or one would scroll past them all to the answers.
const FoldedQueryables = () => ({
  wrapComponents: {
    parameters: (Parameters, { React }) => (props) => {
      const [isOpen, setOpen] = React.useState(false);
      const few = props.parameters.filter((one) => !one.get("x-queryable"));
      const folded = props.parameters.size - few.size;
      const shown = React.createElement(Parameters, { ...props, parameters: isOpen ? props.parameters : few });
      if (folded === 0) return shown;
      const label = isOpen ? "Fold the queryables" : `${folded} more: each queryable by its name`;
      const toggle = { type: "button", className: "btn", "aria-expanded": isOpen, onClick: () => setOpen(!isOpen) };
      return React.createElement("div", null, shown,
        React.createElement("p", { className: "folded" }, React.createElement("button", toggle, label)));
    },
  },
});

// Swagger UI sends defaults too, such as how to read a filter that is not there.
const SAYS_HOW = { "bbox-crs": "bbox", "filter-lang": "filter", "filter-crs": "filter" };

function tidied(request) {
  const address = new URL(request.url);
  for (const [name, what] of Object.entries(SAYS_HOW)) {
    if (!address.searchParams.has(what)) address.searchParams.delete(name);
  }
  return Object.assign(request, { url: address.href });
}

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const dress = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", dress);
dress();

const place = document.getElementById("swagger");
window.SwaggerUIBundle({
  url: place.dataset.url,
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  plugins: [FoldedQueryables],
  requestInterceptor: tidied,
});
