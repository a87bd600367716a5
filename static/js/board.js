// The progress board says so when it can no longer be brought up to date.

const lost = () => document.getElementById("putus")?.removeAttribute("hidden");

document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:timeout", lost);
document.addEventListener("htmx:responseError", lost);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.xhr.status === 304) document.getElementById("putus")?.setAttribute("hidden", "");
});
