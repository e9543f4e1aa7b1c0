// Wheels and zip files of Python code, each with bytecode in place of text.
//     node compile.mjs PYODIDE FROM TO     (three folders)
// Pyodide itself compiles, so the bytecode is for the very Python that the browser runs.
const [, , distribution, from, to] = process.argv;
const { loadPyodide } = await import(`${distribution}/pyodide.mjs`);
// No columns of the text that is not there: a fifth smaller.
const pyodide = await loadPyodide({ env: { PYTHONNODEBUGRANGES: "1" } });
for (const [name, root] of Object.entries({ from, to })) {
  pyodide.FS.mkdir(`/${name}`);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root }, `/${name}`);
}
pyodide.runPython(`
import importlib._bootstrap_external as importer
import warnings
import zipfile
from pathlib import Path

warnings.simplefilter("ignore")  # others' code
for path in sorted(Path("/from").iterdir()):
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(Path("/to", path.name), "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".py") and "/tests/" not in name:
                code = compile(data, name, "exec", dont_inherit=True)
                # "Never ask whether the text has changed": there is none.
                data, name = importer._code_to_hash_pyc(code, bytes(8), checked=False), f"{name}c"
            new.writestr(zipfile.ZipInfo(name), bytes(data), zipfile.ZIP_DEFLATED)
`);
