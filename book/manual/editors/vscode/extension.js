// Starts `reportc lsp` for the books of a workspace.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const command = workspace.getConfiguration("reportc").get("path", "reportc");
  const documentSelector = [
    { scheme: "file", language: "markdown" },
    { scheme: "file", language: "yaml" },
  ];
  client = new LanguageClient("reportc", "reportc", { command, args: ["lsp"] }, { documentSelector });
  return client.start();
};

exports.deactivate = () => client?.stop();
