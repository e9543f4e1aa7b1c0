// JupyterLite downloads by a data: address. Chromium takes none above 2 MB, which a notebook with
// its figures soon is, and the folder would become a part of the file's name. A Blob has no limit.
(() => {
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    const address = this.getAttribute('href') || '';
    const found = this.download && /^data:([^,]*?)(;base64)?,/.exec(address);
    if (found) {
      const body = address.slice(found[0].length);
      const bytes = found[2]
        ? Uint8Array.from(atob(body), (c) => c.charCodeAt(0))
        : decodeURIComponent(body);
      this.href = URL.createObjectURL(new Blob([bytes], { type: found[1].split(';')[0] }));
      this.download = this.download.split('/').pop();
    }
    return click.call(this);
  };
})();
