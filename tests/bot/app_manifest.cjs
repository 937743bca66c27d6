// Reads a list of {"manifest": …, "languages": {file: …}} from standard input, and writes what Microsoft's own validation
// finds wrong with each file, by the schemas that the npm package `@microsoft/app-manifest` brings along: nothing is fetched.
// argv: the folder of the npm packages.
"use strict";
const fs = require("fs");
const path = require("path");

const PACKAGES = process.argv[2];
const { AppManifestUtils, TeamsManifestConverter } = require(path.join(PACKAGES, "@microsoft/app-manifest"));
const Ajv = require(path.join(PACKAGES, "ajv-draft-04"));
const addFormats = require(path.join(PACKAGES, "ajv-formats"));
const SCHEMAS = path.join(PACKAGES, "@microsoft/app-manifest/build/json-schemas/teams");

function schemaOf(json) {
  const [version, file] = json.$schema.split("/").slice(-2);
  return JSON.parse(fs.readFileSync(path.join(SCHEMAS, version, file), "utf8"));
}

async function faultsOfManifest(manifest) {
  const faults = await AppManifestUtils.validateAgainstSchema(manifest, schemaOf(manifest));
  try {
    TeamsManifestConverter.jsonToManifest(JSON.stringify(manifest));
  } catch (error) {
    faults.push(String(error));
  }
  return faults;
}

function faultsOfLanguage(json) {
  // The schema's patterns are no valid patterns of Unicode, which the package's own function takes them for.
  const ajv = addFormats(new Ajv({ allErrors: true, strict: false, unicodeRegExp: false }), ["uri"]);
  const validate = ajv.compile(schemaOf(json));
  return validate(json) ? [] : validate.errors.map((error) => `${error.message} ${JSON.stringify(error.params)}`);
}

async function main() {
  const faults = [];
  for (const { manifest, languages } of JSON.parse(fs.readFileSync(0, "utf8"))) {
    const found = { "manifest.json": await faultsOfManifest(manifest) };
    for (const [file, json] of Object.entries(languages)) found[file] = faultsOfLanguage(json);
    faults.push(found);
  }
  const versions = fs.readdirSync(SCHEMAS).map((folder) => folder.replace("v", ""));
  process.stdout.write(JSON.stringify({ faults, versions }));
}

main();
