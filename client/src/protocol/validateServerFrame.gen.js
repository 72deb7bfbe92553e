// Generated from shared/schema/ by client/scripts/generate.mjs. Not to be edited.
"use strict";
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"ServerFrame","type":"object","$defs":{"Ack":{"properties":{"type":{"const":"ack","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"at":{"format":"date-time","type":"string"}},"required":["type","ref","offset","at"],"type":"object"},"Entry":{"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"key":{"pattern":"^[0-9a-f]{32}$","type":"string"},"kind":{"pattern":"^[a-z][a-z0-9_]{0,31}$","type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"name":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"target":{"anyOf":[{"maximum":9007199254740991,"minimum":1,"type":"integer"},{"type":"null"}]},"body":{"pattern":"^[^\\x00]*$","type":"string"},"at":{"format":"date-time","type":"string"}},"required":["offset","key","kind","client_id","author","name","target","body","at"],"type":"object"},"EntryFrame":{"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"key":{"pattern":"^[0-9a-f]{32}$","type":"string"},"kind":{"pattern":"^[a-z][a-z0-9_]{0,31}$","type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"name":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"target":{"anyOf":[{"maximum":9007199254740991,"minimum":1,"type":"integer"},{"type":"null"}]},"body":{"pattern":"^[^\\x00]*$","type":"string"},"at":{"format":"date-time","type":"string"},"type":{"const":"entry","type":"string"}},"required":["offset","key","kind","client_id","author","name","target","body","at","type"],"type":"object"},"Error":{"properties":{"type":{"const":"error","type":"string"},"ref":{"anyOf":[{"maximum":9007199254740991,"minimum":0,"type":"integer"},{"type":"null"}]},"code":{"type":"string"},"message":{"type":"string"},"location":{"anyOf":[{"items":{"anyOf":[{"type":"string"},{"type":"integer"}]},"type":"array"},{"type":"null"}]},"temporary":{"type":"boolean"},"retry_after_ms":{"anyOf":[{"maximum":9007199254740991,"minimum":0,"type":"integer"},{"type":"null"}]}},"required":["type","ref","code","message","location","temporary","retry_after_ms"],"type":"object"},"Goaway":{"properties":{"type":{"const":"goaway","type":"string"},"reason":{"type":"string"},"reconnect_within_ms":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","reason","reconnect_within_ms"],"type":"object"},"Limits":{"properties":{"frame_bytes":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"body_length":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"page_entries":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"replay_entries":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"pending_sends":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"listed_members":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["frame_bytes","body_length","page_entries","replay_entries","pending_sends","listed_members"],"type":"object"},"Member":{"properties":{"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"name":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]}},"required":["client_id","author","name"],"type":"object"},"Page":{"properties":{"type":{"const":"page","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"epoch":{"type":"string"},"entries":{"items":{"$ref":"#/$defs/Entry"},"type":"array"},"oldest":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"head":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","ref","epoch","entries","oldest","head"],"type":"object"},"Pong":{"properties":{"type":{"const":"pong","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","ref"],"type":"object"},"Presence":{"properties":{"type":{"const":"presence","type":"string"},"full":{"type":"boolean"},"joined":{"items":{"$ref":"#/$defs/Member"},"type":"array"},"left":{"items":{"$ref":"#/$defs/Member"},"type":"array"},"member_count":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","full","joined","left","member_count"],"type":"object"},"Status":{"properties":{"type":{"const":"status","type":"string"},"store":{"enum":["ok","degraded"],"type":"string"}},"required":["type","store"],"type":"object"},"TypingFrame":{"properties":{"type":{"const":"typing","type":"string"},"client_ids":{"items":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"type":"array"}},"required":["type","client_ids"],"type":"object"},"Welcome":{"properties":{"type":{"const":"welcome","type":"string"},"contract":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"name":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"item_id":{"type":"string"},"resume_token":{"type":"string"},"epoch":{"type":"string"},"head":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"oldest":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"recovered":{"anyOf":[{"type":"boolean"},{"type":"null"}]},"page":{"anyOf":[{"items":{"$ref":"#/$defs/Entry"},"type":"array"},{"type":"null"}]},"store":{"enum":["ok","degraded"],"type":"string"},"members":{"anyOf":[{"items":{"$ref":"#/$defs/Member"},"type":"array"},{"type":"null"}]},"member_count":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"limits":{"$ref":"#/$defs/Limits"},"heartbeat_seconds":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","contract","client_id","author","name","item_id","resume_token","epoch","head","oldest","recovered","page","store","members","member_count","limits","heartbeat_seconds"],"type":"object"}},"discriminator":{"propertyName":"type"},"oneOf":[{"$ref":"#/$defs/Welcome"},{"$ref":"#/$defs/EntryFrame"},{"$ref":"#/$defs/Page"},{"$ref":"#/$defs/Ack"},{"$ref":"#/$defs/Presence"},{"$ref":"#/$defs/TypingFrame"},{"$ref":"#/$defs/Status"},{"$ref":"#/$defs/Error"},{"$ref":"#/$defs/Pong"},{"$ref":"#/$defs/Goaway"}]};
const schema41 = {"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"key":{"pattern":"^[0-9a-f]{32}$","type":"string"},"kind":{"pattern":"^[a-z][a-z0-9_]{0,31}$","type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"name":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"target":{"anyOf":[{"maximum":9007199254740991,"minimum":1,"type":"integer"},{"type":"null"}]},"body":{"pattern":"^[^\\x00]*$","type":"string"},"at":{"format":"date-time","type":"string"},"type":{"const":"entry","type":"string"}},"required":["offset","key","kind","client_id","author","name","target","body","at","type"],"type":"object"};
const schema42 = {"properties":{"type":{"const":"ack","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"at":{"format":"date-time","type":"string"}},"required":["type","ref","offset","at"],"type":"object"};
const schema43 = {"properties":{"type":{"const":"typing","type":"string"},"client_ids":{"items":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"type":"array"}},"required":["type","client_ids"],"type":"object"};
const schema44 = {"properties":{"type":{"const":"status","type":"string"},"store":{"enum":["ok","degraded"],"type":"string"}},"required":["type","store"],"type":"object"};
const schema45 = {"properties":{"type":{"const":"error","type":"string"},"ref":{"anyOf":[{"maximum":9007199254740991,"minimum":0,"type":"integer"},{"type":"null"}]},"code":{"type":"string"},"message":{"type":"string"},"location":{"anyOf":[{"items":{"anyOf":[{"type":"string"},{"type":"integer"}]},"type":"array"},{"type":"null"}]},"temporary":{"type":"boolean"},"retry_after_ms":{"anyOf":[{"maximum":9007199254740991,"minimum":0,"type":"integer"},{"type":"null"}]}},"required":["type","ref","code","message","location","temporary","retry_after_ms"],"type":"object"};
const schema46 = {"properties":{"type":{"const":"pong","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","ref"],"type":"object"};
const schema47 = {"properties":{"type":{"const":"goaway","type":"string"},"reason":{"type":"string"},"reconnect_within_ms":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","reason","reconnect_within_ms"],"type":"object"};
const schema32 = {"properties":{"type":{"const":"welcome","type":"string"},"contract":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"name":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"item_id":{"type":"string"},"resume_token":{"type":"string"},"epoch":{"type":"string"},"head":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"oldest":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"recovered":{"anyOf":[{"type":"boolean"},{"type":"null"}]},"page":{"anyOf":[{"items":{"$ref":"#/$defs/Entry"},"type":"array"},{"type":"null"}]},"store":{"enum":["ok","degraded"],"type":"string"},"members":{"anyOf":[{"items":{"$ref":"#/$defs/Member"},"type":"array"},{"type":"null"}]},"member_count":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"limits":{"$ref":"#/$defs/Limits"},"heartbeat_seconds":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","contract","client_id","author","name","item_id","resume_token","epoch","head","oldest","recovered","page","store","members","member_count","limits","heartbeat_seconds"],"type":"object"};
const schema33 = {"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"key":{"pattern":"^[0-9a-f]{32}$","type":"string"},"kind":{"pattern":"^[a-z][a-z0-9_]{0,31}$","type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"name":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"target":{"anyOf":[{"maximum":9007199254740991,"minimum":1,"type":"integer"},{"type":"null"}]},"body":{"pattern":"^[^\\x00]*$","type":"string"},"at":{"format":"date-time","type":"string"}},"required":["offset","key","kind","client_id","author","name","target","body","at"],"type":"object"};
const schema34 = {"properties":{"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]},"name":{"anyOf":[{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string"},{"type":"null"}]}},"required":["client_id","author","name"],"type":"object"};
const schema35 = {"properties":{"frame_bytes":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"body_length":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"page_entries":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"replay_entries":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"pending_sends":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"listed_members":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["frame_bytes","body_length","page_entries","replay_entries","pending_sends","listed_members"],"type":"object"};
const pattern4 = new RegExp("^[^\\x00-\\x1f\\x7f-\\x9f]+$", "u");
const pattern6 = new RegExp("^[0-9a-f]{32}$", "u");
const pattern7 = new RegExp("^[a-z][a-z0-9_]{0,31}$", "u");
const pattern10 = new RegExp("^[^\\x00]*$", "u");

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((((((((data.type === undefined) && (missing0 = "type")) || ((data.contract === undefined) && (missing0 = "contract"))) || ((data.client_id === undefined) && (missing0 = "client_id"))) || ((data.author === undefined) && (missing0 = "author"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.item_id === undefined) && (missing0 = "item_id"))) || ((data.resume_token === undefined) && (missing0 = "resume_token"))) || ((data.epoch === undefined) && (missing0 = "epoch"))) || ((data.head === undefined) && (missing0 = "head"))) || ((data.oldest === undefined) && (missing0 = "oldest"))) || ((data.recovered === undefined) && (missing0 = "recovered"))) || ((data.page === undefined) && (missing0 = "page"))) || ((data.store === undefined) && (missing0 = "store"))) || ((data.members === undefined) && (missing0 = "members"))) || ((data.member_count === undefined) && (missing0 = "member_count"))) || ((data.limits === undefined) && (missing0 = "limits"))) || ((data.heartbeat_seconds === undefined) && (missing0 = "heartbeat_seconds"))){
validate21.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate21.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("welcome" !== data0){
validate21.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "welcome"}}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.contract !== undefined){
let data1 = data.contract;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate21.errors = [{instancePath:instancePath+"/contract",schemaPath:"#/properties/contract/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 9007199254740991 || isNaN(data1)){
validate21.errors = [{instancePath:instancePath+"/contract",schemaPath:"#/properties/contract/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate21.errors = [{instancePath:instancePath+"/contract",schemaPath:"#/properties/contract/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.client_id !== undefined){
let data2 = data.client_id;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate21.errors = [{instancePath:instancePath+"/client_id",schemaPath:"#/properties/client_id/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs5){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 9007199254740991 || isNaN(data2)){
validate21.errors = [{instancePath:instancePath+"/client_id",schemaPath:"#/properties/client_id/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data2 < 1 || isNaN(data2)){
validate21.errors = [{instancePath:instancePath+"/client_id",schemaPath:"#/properties/client_id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.author !== undefined){
let data3 = data.author;
const _errs7 = errors;
const _errs8 = errors;
let valid1 = false;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data3 === "string"){
if(!pattern4.test(data3)){
const err0 = {instancePath:instancePath+"/author",schemaPath:"#/properties/author/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/author",schemaPath:"#/properties/author/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs9 === errors;
valid1 = valid1 || _valid0;
const _errs11 = errors;
if(data3 !== null){
const err2 = {instancePath:instancePath+"/author",schemaPath:"#/properties/author/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs11 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const err3 = {instancePath:instancePath+"/author",schemaPath:"#/properties/author/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs8;
if(vErrors !== null){
if(_errs8){
vErrors.length = _errs8;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data4 = data.name;
const _errs13 = errors;
const _errs14 = errors;
let valid2 = false;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data4 === "string"){
if(!pattern4.test(data4)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var _valid1 = _errs15 === errors;
valid2 = valid2 || _valid1;
const _errs17 = errors;
if(data4 !== null){
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid1 = _errs17 === errors;
valid2 = valid2 || _valid1;
if(!valid2){
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs14;
if(vErrors !== null){
if(_errs14){
vErrors.length = _errs14;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_id !== undefined){
const _errs19 = errors;
if(typeof data.item_id !== "string"){
validate21.errors = [{instancePath:instancePath+"/item_id",schemaPath:"#/properties/item_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.resume_token !== undefined){
const _errs21 = errors;
if(typeof data.resume_token !== "string"){
validate21.errors = [{instancePath:instancePath+"/resume_token",schemaPath:"#/properties/resume_token/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.epoch !== undefined){
const _errs23 = errors;
if(typeof data.epoch !== "string"){
validate21.errors = [{instancePath:instancePath+"/epoch",schemaPath:"#/properties/epoch/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.head !== undefined){
let data8 = data.head;
const _errs25 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate21.errors = [{instancePath:instancePath+"/head",schemaPath:"#/properties/head/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs25){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 9007199254740991 || isNaN(data8)){
validate21.errors = [{instancePath:instancePath+"/head",schemaPath:"#/properties/head/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data8 < 0 || isNaN(data8)){
validate21.errors = [{instancePath:instancePath+"/head",schemaPath:"#/properties/head/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oldest !== undefined){
let data9 = data.oldest;
const _errs27 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate21.errors = [{instancePath:instancePath+"/oldest",schemaPath:"#/properties/oldest/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs27){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 9007199254740991 || isNaN(data9)){
validate21.errors = [{instancePath:instancePath+"/oldest",schemaPath:"#/properties/oldest/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data9 < 1 || isNaN(data9)){
validate21.errors = [{instancePath:instancePath+"/oldest",schemaPath:"#/properties/oldest/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.recovered !== undefined){
let data10 = data.recovered;
const _errs29 = errors;
const _errs30 = errors;
let valid3 = false;
const _errs31 = errors;
if(typeof data10 !== "boolean"){
const err8 = {instancePath:instancePath+"/recovered",schemaPath:"#/properties/recovered/anyOf/0/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var _valid2 = _errs31 === errors;
valid3 = valid3 || _valid2;
const _errs33 = errors;
if(data10 !== null){
const err9 = {instancePath:instancePath+"/recovered",schemaPath:"#/properties/recovered/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
var _valid2 = _errs33 === errors;
valid3 = valid3 || _valid2;
if(!valid3){
const err10 = {instancePath:instancePath+"/recovered",schemaPath:"#/properties/recovered/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs30;
if(vErrors !== null){
if(_errs30){
vErrors.length = _errs30;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.page !== undefined){
let data11 = data.page;
const _errs35 = errors;
const _errs36 = errors;
let valid4 = false;
const _errs37 = errors;
if(errors === _errs37){
if(Array.isArray(data11)){
var valid5 = true;
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
let data12 = data11[i0];
const _errs39 = errors;
const _errs40 = errors;
if(errors === _errs40){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
let missing1;
if((((((((((data12.offset === undefined) && (missing1 = "offset")) || ((data12.key === undefined) && (missing1 = "key"))) || ((data12.kind === undefined) && (missing1 = "kind"))) || ((data12.client_id === undefined) && (missing1 = "client_id"))) || ((data12.author === undefined) && (missing1 = "author"))) || ((data12.name === undefined) && (missing1 = "name"))) || ((data12.target === undefined) && (missing1 = "target"))) || ((data12.body === undefined) && (missing1 = "body"))) || ((data12.at === undefined) && (missing1 = "at"))){
const err11 = {instancePath:instancePath+"/page/" + i0,schemaPath:"#/$defs/Entry/required",keyword:"required",params:{missingProperty: missing1}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
else {
if(data12.offset !== undefined){
let data13 = data12.offset;
const _errs42 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err12 = {instancePath:instancePath+"/page/" + i0+"/offset",schemaPath:"#/$defs/Entry/properties/offset/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(errors === _errs42){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 9007199254740991 || isNaN(data13)){
const err13 = {instancePath:instancePath+"/page/" + i0+"/offset",schemaPath:"#/$defs/Entry/properties/offset/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
else {
if(data13 < 1 || isNaN(data13)){
const err14 = {instancePath:instancePath+"/page/" + i0+"/offset",schemaPath:"#/$defs/Entry/properties/offset/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
}
var valid7 = _errs42 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data12.key !== undefined){
let data14 = data12.key;
const _errs44 = errors;
if(errors === _errs44){
if(typeof data14 === "string"){
if(!pattern6.test(data14)){
const err15 = {instancePath:instancePath+"/page/" + i0+"/key",schemaPath:"#/$defs/Entry/properties/key/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{32}$"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/page/" + i0+"/key",schemaPath:"#/$defs/Entry/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
var valid7 = _errs44 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data12.kind !== undefined){
let data15 = data12.kind;
const _errs46 = errors;
if(errors === _errs46){
if(typeof data15 === "string"){
if(!pattern7.test(data15)){
const err17 = {instancePath:instancePath+"/page/" + i0+"/kind",schemaPath:"#/$defs/Entry/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9_]{0,31}$"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/page/" + i0+"/kind",schemaPath:"#/$defs/Entry/properties/kind/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
var valid7 = _errs46 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data12.client_id !== undefined){
let data16 = data12.client_id;
const _errs48 = errors;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err19 = {instancePath:instancePath+"/page/" + i0+"/client_id",schemaPath:"#/$defs/Entry/properties/client_id/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(errors === _errs48){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 9007199254740991 || isNaN(data16)){
const err20 = {instancePath:instancePath+"/page/" + i0+"/client_id",schemaPath:"#/$defs/Entry/properties/client_id/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
else {
if(data16 < 1 || isNaN(data16)){
const err21 = {instancePath:instancePath+"/page/" + i0+"/client_id",schemaPath:"#/$defs/Entry/properties/client_id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
}
var valid7 = _errs48 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data12.author !== undefined){
let data17 = data12.author;
const _errs50 = errors;
const _errs51 = errors;
let valid8 = false;
const _errs52 = errors;
if(errors === _errs52){
if(typeof data17 === "string"){
if(!pattern4.test(data17)){
const err22 = {instancePath:instancePath+"/page/" + i0+"/author",schemaPath:"#/$defs/Entry/properties/author/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/page/" + i0+"/author",schemaPath:"#/$defs/Entry/properties/author/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
var _valid4 = _errs52 === errors;
valid8 = valid8 || _valid4;
const _errs54 = errors;
if(data17 !== null){
const err24 = {instancePath:instancePath+"/page/" + i0+"/author",schemaPath:"#/$defs/Entry/properties/author/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
var _valid4 = _errs54 === errors;
valid8 = valid8 || _valid4;
if(!valid8){
const err25 = {instancePath:instancePath+"/page/" + i0+"/author",schemaPath:"#/$defs/Entry/properties/author/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
else {
errors = _errs51;
if(vErrors !== null){
if(_errs51){
vErrors.length = _errs51;
}
else {
vErrors = null;
}
}
}
var valid7 = _errs50 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data12.name !== undefined){
let data18 = data12.name;
const _errs56 = errors;
const _errs57 = errors;
let valid9 = false;
const _errs58 = errors;
if(errors === _errs58){
if(typeof data18 === "string"){
if(!pattern4.test(data18)){
const err26 = {instancePath:instancePath+"/page/" + i0+"/name",schemaPath:"#/$defs/Entry/properties/name/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/page/" + i0+"/name",schemaPath:"#/$defs/Entry/properties/name/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
var _valid5 = _errs58 === errors;
valid9 = valid9 || _valid5;
const _errs60 = errors;
if(data18 !== null){
const err28 = {instancePath:instancePath+"/page/" + i0+"/name",schemaPath:"#/$defs/Entry/properties/name/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
var _valid5 = _errs60 === errors;
valid9 = valid9 || _valid5;
if(!valid9){
const err29 = {instancePath:instancePath+"/page/" + i0+"/name",schemaPath:"#/$defs/Entry/properties/name/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
else {
errors = _errs57;
if(vErrors !== null){
if(_errs57){
vErrors.length = _errs57;
}
else {
vErrors = null;
}
}
}
var valid7 = _errs56 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data12.target !== undefined){
let data19 = data12.target;
const _errs62 = errors;
const _errs63 = errors;
let valid10 = false;
const _errs64 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err30 = {instancePath:instancePath+"/page/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(errors === _errs64){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 9007199254740991 || isNaN(data19)){
const err31 = {instancePath:instancePath+"/page/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
else {
if(data19 < 1 || isNaN(data19)){
const err32 = {instancePath:instancePath+"/page/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
}
var _valid6 = _errs64 === errors;
valid10 = valid10 || _valid6;
const _errs66 = errors;
if(data19 !== null){
const err33 = {instancePath:instancePath+"/page/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
var _valid6 = _errs66 === errors;
valid10 = valid10 || _valid6;
if(!valid10){
const err34 = {instancePath:instancePath+"/page/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
else {
errors = _errs63;
if(vErrors !== null){
if(_errs63){
vErrors.length = _errs63;
}
else {
vErrors = null;
}
}
}
var valid7 = _errs62 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data12.body !== undefined){
let data20 = data12.body;
const _errs68 = errors;
if(errors === _errs68){
if(typeof data20 === "string"){
if(!pattern10.test(data20)){
const err35 = {instancePath:instancePath+"/page/" + i0+"/body",schemaPath:"#/$defs/Entry/properties/body/pattern",keyword:"pattern",params:{pattern: "^[^\\x00]*$"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/page/" + i0+"/body",schemaPath:"#/$defs/Entry/properties/body/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
var valid7 = _errs68 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data12.at !== undefined){
const _errs70 = errors;
if(errors === _errs70){
if(errors === _errs70){
if(!(typeof data12.at === "string")){
const err37 = {instancePath:instancePath+"/page/" + i0+"/at",schemaPath:"#/$defs/Entry/properties/at/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
var valid7 = _errs70 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
const err38 = {instancePath:instancePath+"/page/" + i0,schemaPath:"#/$defs/Entry/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
var valid5 = _errs39 === errors;
if(!valid5){
break;
}
}
}
else {
const err39 = {instancePath:instancePath+"/page",schemaPath:"#/properties/page/anyOf/0/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
var _valid3 = _errs37 === errors;
valid4 = valid4 || _valid3;
const _errs72 = errors;
if(data11 !== null){
const err40 = {instancePath:instancePath+"/page",schemaPath:"#/properties/page/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
var _valid3 = _errs72 === errors;
valid4 = valid4 || _valid3;
if(!valid4){
const err41 = {instancePath:instancePath+"/page",schemaPath:"#/properties/page/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs36;
if(vErrors !== null){
if(_errs36){
vErrors.length = _errs36;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.store !== undefined){
let data22 = data.store;
const _errs74 = errors;
if(typeof data22 !== "string"){
validate21.errors = [{instancePath:instancePath+"/store",schemaPath:"#/properties/store/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data22 === "ok") || (data22 === "degraded"))){
validate21.errors = [{instancePath:instancePath+"/store",schemaPath:"#/properties/store/enum",keyword:"enum",params:{allowedValues: schema32.properties.store.enum}}];
return false;
}
var valid0 = _errs74 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.members !== undefined){
let data23 = data.members;
const _errs76 = errors;
const _errs77 = errors;
let valid11 = false;
const _errs78 = errors;
if(errors === _errs78){
if(Array.isArray(data23)){
var valid12 = true;
const len1 = data23.length;
for(let i1=0; i1<len1; i1++){
let data24 = data23[i1];
const _errs80 = errors;
const _errs81 = errors;
if(errors === _errs81){
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
let missing2;
if((((data24.client_id === undefined) && (missing2 = "client_id")) || ((data24.author === undefined) && (missing2 = "author"))) || ((data24.name === undefined) && (missing2 = "name"))){
const err42 = {instancePath:instancePath+"/members/" + i1,schemaPath:"#/$defs/Member/required",keyword:"required",params:{missingProperty: missing2}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
else {
if(data24.client_id !== undefined){
let data25 = data24.client_id;
const _errs83 = errors;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
const err43 = {instancePath:instancePath+"/members/" + i1+"/client_id",schemaPath:"#/$defs/Member/properties/client_id/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(errors === _errs83){
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 9007199254740991 || isNaN(data25)){
const err44 = {instancePath:instancePath+"/members/" + i1+"/client_id",schemaPath:"#/$defs/Member/properties/client_id/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
else {
if(data25 < 1 || isNaN(data25)){
const err45 = {instancePath:instancePath+"/members/" + i1+"/client_id",schemaPath:"#/$defs/Member/properties/client_id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
}
var valid14 = _errs83 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data24.author !== undefined){
let data26 = data24.author;
const _errs85 = errors;
const _errs86 = errors;
let valid15 = false;
const _errs87 = errors;
if(errors === _errs87){
if(typeof data26 === "string"){
if(!pattern4.test(data26)){
const err46 = {instancePath:instancePath+"/members/" + i1+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
else {
const err47 = {instancePath:instancePath+"/members/" + i1+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
var _valid8 = _errs87 === errors;
valid15 = valid15 || _valid8;
const _errs89 = errors;
if(data26 !== null){
const err48 = {instancePath:instancePath+"/members/" + i1+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
var _valid8 = _errs89 === errors;
valid15 = valid15 || _valid8;
if(!valid15){
const err49 = {instancePath:instancePath+"/members/" + i1+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
else {
errors = _errs86;
if(vErrors !== null){
if(_errs86){
vErrors.length = _errs86;
}
else {
vErrors = null;
}
}
}
var valid14 = _errs85 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data24.name !== undefined){
let data27 = data24.name;
const _errs91 = errors;
const _errs92 = errors;
let valid16 = false;
const _errs93 = errors;
if(errors === _errs93){
if(typeof data27 === "string"){
if(!pattern4.test(data27)){
const err50 = {instancePath:instancePath+"/members/" + i1+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/members/" + i1+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
var _valid9 = _errs93 === errors;
valid16 = valid16 || _valid9;
const _errs95 = errors;
if(data27 !== null){
const err52 = {instancePath:instancePath+"/members/" + i1+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
var _valid9 = _errs95 === errors;
valid16 = valid16 || _valid9;
if(!valid16){
const err53 = {instancePath:instancePath+"/members/" + i1+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
else {
errors = _errs92;
if(vErrors !== null){
if(_errs92){
vErrors.length = _errs92;
}
else {
vErrors = null;
}
}
}
var valid14 = _errs91 === errors;
}
else {
var valid14 = true;
}
}
}
}
}
else {
const err54 = {instancePath:instancePath+"/members/" + i1,schemaPath:"#/$defs/Member/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
var valid12 = _errs80 === errors;
if(!valid12){
break;
}
}
}
else {
const err55 = {instancePath:instancePath+"/members",schemaPath:"#/properties/members/anyOf/0/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
var _valid7 = _errs78 === errors;
valid11 = valid11 || _valid7;
const _errs97 = errors;
if(data23 !== null){
const err56 = {instancePath:instancePath+"/members",schemaPath:"#/properties/members/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
var _valid7 = _errs97 === errors;
valid11 = valid11 || _valid7;
if(!valid11){
const err57 = {instancePath:instancePath+"/members",schemaPath:"#/properties/members/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
validate21.errors = vErrors;
return false;
}
else {
errors = _errs77;
if(vErrors !== null){
if(_errs77){
vErrors.length = _errs77;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs76 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.member_count !== undefined){
let data28 = data.member_count;
const _errs99 = errors;
if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){
validate21.errors = [{instancePath:instancePath+"/member_count",schemaPath:"#/properties/member_count/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs99){
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 9007199254740991 || isNaN(data28)){
validate21.errors = [{instancePath:instancePath+"/member_count",schemaPath:"#/properties/member_count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data28 < 0 || isNaN(data28)){
validate21.errors = [{instancePath:instancePath+"/member_count",schemaPath:"#/properties/member_count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid0 = _errs99 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.limits !== undefined){
let data29 = data.limits;
const _errs101 = errors;
const _errs102 = errors;
if(errors === _errs102){
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
let missing3;
if(((((((data29.frame_bytes === undefined) && (missing3 = "frame_bytes")) || ((data29.body_length === undefined) && (missing3 = "body_length"))) || ((data29.page_entries === undefined) && (missing3 = "page_entries"))) || ((data29.replay_entries === undefined) && (missing3 = "replay_entries"))) || ((data29.pending_sends === undefined) && (missing3 = "pending_sends"))) || ((data29.listed_members === undefined) && (missing3 = "listed_members"))){
validate21.errors = [{instancePath:instancePath+"/limits",schemaPath:"#/$defs/Limits/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
if(data29.frame_bytes !== undefined){
let data30 = data29.frame_bytes;
const _errs104 = errors;
if(!(((typeof data30 == "number") && (!(data30 % 1) && !isNaN(data30))) && (isFinite(data30)))){
validate21.errors = [{instancePath:instancePath+"/limits/frame_bytes",schemaPath:"#/$defs/Limits/properties/frame_bytes/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs104){
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 > 9007199254740991 || isNaN(data30)){
validate21.errors = [{instancePath:instancePath+"/limits/frame_bytes",schemaPath:"#/$defs/Limits/properties/frame_bytes/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data30 < 0 || isNaN(data30)){
validate21.errors = [{instancePath:instancePath+"/limits/frame_bytes",schemaPath:"#/$defs/Limits/properties/frame_bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid18 = _errs104 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data29.body_length !== undefined){
let data31 = data29.body_length;
const _errs106 = errors;
if(!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))){
validate21.errors = [{instancePath:instancePath+"/limits/body_length",schemaPath:"#/$defs/Limits/properties/body_length/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs106){
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 9007199254740991 || isNaN(data31)){
validate21.errors = [{instancePath:instancePath+"/limits/body_length",schemaPath:"#/$defs/Limits/properties/body_length/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data31 < 0 || isNaN(data31)){
validate21.errors = [{instancePath:instancePath+"/limits/body_length",schemaPath:"#/$defs/Limits/properties/body_length/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid18 = _errs106 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data29.page_entries !== undefined){
let data32 = data29.page_entries;
const _errs108 = errors;
if(!(((typeof data32 == "number") && (!(data32 % 1) && !isNaN(data32))) && (isFinite(data32)))){
validate21.errors = [{instancePath:instancePath+"/limits/page_entries",schemaPath:"#/$defs/Limits/properties/page_entries/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs108){
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 > 9007199254740991 || isNaN(data32)){
validate21.errors = [{instancePath:instancePath+"/limits/page_entries",schemaPath:"#/$defs/Limits/properties/page_entries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data32 < 0 || isNaN(data32)){
validate21.errors = [{instancePath:instancePath+"/limits/page_entries",schemaPath:"#/$defs/Limits/properties/page_entries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid18 = _errs108 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data29.replay_entries !== undefined){
let data33 = data29.replay_entries;
const _errs110 = errors;
if(!(((typeof data33 == "number") && (!(data33 % 1) && !isNaN(data33))) && (isFinite(data33)))){
validate21.errors = [{instancePath:instancePath+"/limits/replay_entries",schemaPath:"#/$defs/Limits/properties/replay_entries/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs110){
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 > 9007199254740991 || isNaN(data33)){
validate21.errors = [{instancePath:instancePath+"/limits/replay_entries",schemaPath:"#/$defs/Limits/properties/replay_entries/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data33 < 0 || isNaN(data33)){
validate21.errors = [{instancePath:instancePath+"/limits/replay_entries",schemaPath:"#/$defs/Limits/properties/replay_entries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid18 = _errs110 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data29.pending_sends !== undefined){
let data34 = data29.pending_sends;
const _errs112 = errors;
if(!(((typeof data34 == "number") && (!(data34 % 1) && !isNaN(data34))) && (isFinite(data34)))){
validate21.errors = [{instancePath:instancePath+"/limits/pending_sends",schemaPath:"#/$defs/Limits/properties/pending_sends/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs112){
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 > 9007199254740991 || isNaN(data34)){
validate21.errors = [{instancePath:instancePath+"/limits/pending_sends",schemaPath:"#/$defs/Limits/properties/pending_sends/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data34 < 0 || isNaN(data34)){
validate21.errors = [{instancePath:instancePath+"/limits/pending_sends",schemaPath:"#/$defs/Limits/properties/pending_sends/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid18 = _errs112 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data29.listed_members !== undefined){
let data35 = data29.listed_members;
const _errs114 = errors;
if(!(((typeof data35 == "number") && (!(data35 % 1) && !isNaN(data35))) && (isFinite(data35)))){
validate21.errors = [{instancePath:instancePath+"/limits/listed_members",schemaPath:"#/$defs/Limits/properties/listed_members/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs114){
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 9007199254740991 || isNaN(data35)){
validate21.errors = [{instancePath:instancePath+"/limits/listed_members",schemaPath:"#/$defs/Limits/properties/listed_members/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data35 < 0 || isNaN(data35)){
validate21.errors = [{instancePath:instancePath+"/limits/listed_members",schemaPath:"#/$defs/Limits/properties/listed_members/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid18 = _errs114 === errors;
}
else {
var valid18 = true;
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/limits",schemaPath:"#/$defs/Limits/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs101 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.heartbeat_seconds !== undefined){
let data36 = data.heartbeat_seconds;
const _errs116 = errors;
if(!(((typeof data36 == "number") && (!(data36 % 1) && !isNaN(data36))) && (isFinite(data36)))){
validate21.errors = [{instancePath:instancePath+"/heartbeat_seconds",schemaPath:"#/properties/heartbeat_seconds/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs116){
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 > 9007199254740991 || isNaN(data36)){
validate21.errors = [{instancePath:instancePath+"/heartbeat_seconds",schemaPath:"#/properties/heartbeat_seconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data36 < 0 || isNaN(data36)){
validate21.errors = [{instancePath:instancePath+"/heartbeat_seconds",schemaPath:"#/properties/heartbeat_seconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid0 = _errs116 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":{"type":true,"contract":true,"client_id":true,"author":true,"name":true,"item_id":true,"resume_token":true,"epoch":true,"head":true,"oldest":true,"recovered":true,"page":true,"store":true,"members":true,"member_count":true,"limits":true,"heartbeat_seconds":true},"dynamicProps":false,"dynamicItems":false};

const schema36 = {"properties":{"type":{"const":"page","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"epoch":{"type":"string"},"entries":{"items":{"$ref":"#/$defs/Entry"},"type":"array"},"oldest":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"head":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","ref","epoch","entries","oldest","head"],"type":"object"};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.type === undefined) && (missing0 = "type")) || ((data.ref === undefined) && (missing0 = "ref"))) || ((data.epoch === undefined) && (missing0 = "epoch"))) || ((data.entries === undefined) && (missing0 = "entries"))) || ((data.oldest === undefined) && (missing0 = "oldest"))) || ((data.head === undefined) && (missing0 = "head"))){
validate22.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate22.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("page" !== data0){
validate22.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "page"}}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ref !== undefined){
let data1 = data.ref;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate22.errors = [{instancePath:instancePath+"/ref",schemaPath:"#/properties/ref/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 9007199254740991 || isNaN(data1)){
validate22.errors = [{instancePath:instancePath+"/ref",schemaPath:"#/properties/ref/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate22.errors = [{instancePath:instancePath+"/ref",schemaPath:"#/properties/ref/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.epoch !== undefined){
const _errs5 = errors;
if(typeof data.epoch !== "string"){
validate22.errors = [{instancePath:instancePath+"/epoch",schemaPath:"#/properties/epoch/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.entries !== undefined){
let data3 = data.entries;
const _errs7 = errors;
if(errors === _errs7){
if(Array.isArray(data3)){
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs9 = errors;
const _errs10 = errors;
if(errors === _errs10){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
let missing1;
if((((((((((data4.offset === undefined) && (missing1 = "offset")) || ((data4.key === undefined) && (missing1 = "key"))) || ((data4.kind === undefined) && (missing1 = "kind"))) || ((data4.client_id === undefined) && (missing1 = "client_id"))) || ((data4.author === undefined) && (missing1 = "author"))) || ((data4.name === undefined) && (missing1 = "name"))) || ((data4.target === undefined) && (missing1 = "target"))) || ((data4.body === undefined) && (missing1 = "body"))) || ((data4.at === undefined) && (missing1 = "at"))){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0,schemaPath:"#/$defs/Entry/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
if(data4.offset !== undefined){
let data5 = data4.offset;
const _errs12 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/offset",schemaPath:"#/$defs/Entry/properties/offset/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs12){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 9007199254740991 || isNaN(data5)){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/offset",schemaPath:"#/$defs/Entry/properties/offset/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data5 < 1 || isNaN(data5)){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/offset",schemaPath:"#/$defs/Entry/properties/offset/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid3 = _errs12 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.key !== undefined){
let data6 = data4.key;
const _errs14 = errors;
if(errors === _errs14){
if(typeof data6 === "string"){
if(!pattern6.test(data6)){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/key",schemaPath:"#/$defs/Entry/properties/key/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{32}$"}}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/key",schemaPath:"#/$defs/Entry/properties/key/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid3 = _errs14 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.kind !== undefined){
let data7 = data4.kind;
const _errs16 = errors;
if(errors === _errs16){
if(typeof data7 === "string"){
if(!pattern7.test(data7)){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/kind",schemaPath:"#/$defs/Entry/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9_]{0,31}$"}}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/kind",schemaPath:"#/$defs/Entry/properties/kind/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid3 = _errs16 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.client_id !== undefined){
let data8 = data4.client_id;
const _errs18 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/client_id",schemaPath:"#/$defs/Entry/properties/client_id/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs18){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 9007199254740991 || isNaN(data8)){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/client_id",schemaPath:"#/$defs/Entry/properties/client_id/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data8 < 1 || isNaN(data8)){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/client_id",schemaPath:"#/$defs/Entry/properties/client_id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid3 = _errs18 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.author !== undefined){
let data9 = data4.author;
const _errs20 = errors;
const _errs21 = errors;
let valid4 = false;
const _errs22 = errors;
if(errors === _errs22){
if(typeof data9 === "string"){
if(!pattern4.test(data9)){
const err0 = {instancePath:instancePath+"/entries/" + i0+"/author",schemaPath:"#/$defs/Entry/properties/author/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/entries/" + i0+"/author",schemaPath:"#/$defs/Entry/properties/author/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs22 === errors;
valid4 = valid4 || _valid0;
const _errs24 = errors;
if(data9 !== null){
const err2 = {instancePath:instancePath+"/entries/" + i0+"/author",schemaPath:"#/$defs/Entry/properties/author/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs24 === errors;
valid4 = valid4 || _valid0;
if(!valid4){
const err3 = {instancePath:instancePath+"/entries/" + i0+"/author",schemaPath:"#/$defs/Entry/properties/author/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate22.errors = vErrors;
return false;
}
else {
errors = _errs21;
if(vErrors !== null){
if(_errs21){
vErrors.length = _errs21;
}
else {
vErrors = null;
}
}
}
var valid3 = _errs20 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.name !== undefined){
let data10 = data4.name;
const _errs26 = errors;
const _errs27 = errors;
let valid5 = false;
const _errs28 = errors;
if(errors === _errs28){
if(typeof data10 === "string"){
if(!pattern4.test(data10)){
const err4 = {instancePath:instancePath+"/entries/" + i0+"/name",schemaPath:"#/$defs/Entry/properties/name/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/entries/" + i0+"/name",schemaPath:"#/$defs/Entry/properties/name/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var _valid1 = _errs28 === errors;
valid5 = valid5 || _valid1;
const _errs30 = errors;
if(data10 !== null){
const err6 = {instancePath:instancePath+"/entries/" + i0+"/name",schemaPath:"#/$defs/Entry/properties/name/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid1 = _errs30 === errors;
valid5 = valid5 || _valid1;
if(!valid5){
const err7 = {instancePath:instancePath+"/entries/" + i0+"/name",schemaPath:"#/$defs/Entry/properties/name/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
validate22.errors = vErrors;
return false;
}
else {
errors = _errs27;
if(vErrors !== null){
if(_errs27){
vErrors.length = _errs27;
}
else {
vErrors = null;
}
}
}
var valid3 = _errs26 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.target !== undefined){
let data11 = data4.target;
const _errs32 = errors;
const _errs33 = errors;
let valid6 = false;
const _errs34 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err8 = {instancePath:instancePath+"/entries/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(errors === _errs34){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 9007199254740991 || isNaN(data11)){
const err9 = {instancePath:instancePath+"/entries/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
else {
if(data11 < 1 || isNaN(data11)){
const err10 = {instancePath:instancePath+"/entries/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
var _valid2 = _errs34 === errors;
valid6 = valid6 || _valid2;
const _errs36 = errors;
if(data11 !== null){
const err11 = {instancePath:instancePath+"/entries/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var _valid2 = _errs36 === errors;
valid6 = valid6 || _valid2;
if(!valid6){
const err12 = {instancePath:instancePath+"/entries/" + i0+"/target",schemaPath:"#/$defs/Entry/properties/target/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
validate22.errors = vErrors;
return false;
}
else {
errors = _errs33;
if(vErrors !== null){
if(_errs33){
vErrors.length = _errs33;
}
else {
vErrors = null;
}
}
}
var valid3 = _errs32 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.body !== undefined){
let data12 = data4.body;
const _errs38 = errors;
if(errors === _errs38){
if(typeof data12 === "string"){
if(!pattern10.test(data12)){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/body",schemaPath:"#/$defs/Entry/properties/body/pattern",keyword:"pattern",params:{pattern: "^[^\\x00]*$"}}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/body",schemaPath:"#/$defs/Entry/properties/body/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid3 = _errs38 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.at !== undefined){
const _errs40 = errors;
if(errors === _errs40){
if(errors === _errs40){
if(!(typeof data4.at === "string")){
validate22.errors = [{instancePath:instancePath+"/entries/" + i0+"/at",schemaPath:"#/$defs/Entry/properties/at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid3 = _errs40 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/entries/" + i0,schemaPath:"#/$defs/Entry/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid1 = _errs9 === errors;
if(!valid1){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/entries",schemaPath:"#/properties/entries/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oldest !== undefined){
let data14 = data.oldest;
const _errs42 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
validate22.errors = [{instancePath:instancePath+"/oldest",schemaPath:"#/properties/oldest/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs42){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 9007199254740991 || isNaN(data14)){
validate22.errors = [{instancePath:instancePath+"/oldest",schemaPath:"#/properties/oldest/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data14 < 1 || isNaN(data14)){
validate22.errors = [{instancePath:instancePath+"/oldest",schemaPath:"#/properties/oldest/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.head !== undefined){
let data15 = data.head;
const _errs44 = errors;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
validate22.errors = [{instancePath:instancePath+"/head",schemaPath:"#/properties/head/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs44){
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 9007199254740991 || isNaN(data15)){
validate22.errors = [{instancePath:instancePath+"/head",schemaPath:"#/properties/head/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data15 < 0 || isNaN(data15)){
validate22.errors = [{instancePath:instancePath+"/head",schemaPath:"#/properties/head/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid0 = _errs44 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":{"type":true,"ref":true,"epoch":true,"entries":true,"oldest":true,"head":true},"dynamicProps":false,"dynamicItems":false};

const schema38 = {"properties":{"type":{"const":"presence","type":"string"},"full":{"type":"boolean"},"joined":{"items":{"$ref":"#/$defs/Member"},"type":"array"},"left":{"items":{"$ref":"#/$defs/Member"},"type":"array"},"member_count":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","full","joined","left","member_count"],"type":"object"};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.type === undefined) && (missing0 = "type")) || ((data.full === undefined) && (missing0 = "full"))) || ((data.joined === undefined) && (missing0 = "joined"))) || ((data.left === undefined) && (missing0 = "left"))) || ((data.member_count === undefined) && (missing0 = "member_count"))){
validate23.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate23.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("presence" !== data0){
validate23.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "presence"}}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.full !== undefined){
const _errs3 = errors;
if(typeof data.full !== "boolean"){
validate23.errors = [{instancePath:instancePath+"/full",schemaPath:"#/properties/full/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.joined !== undefined){
let data2 = data.joined;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs7 = errors;
const _errs8 = errors;
if(errors === _errs8){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if((((data3.client_id === undefined) && (missing1 = "client_id")) || ((data3.author === undefined) && (missing1 = "author"))) || ((data3.name === undefined) && (missing1 = "name"))){
validate23.errors = [{instancePath:instancePath+"/joined/" + i0,schemaPath:"#/$defs/Member/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
if(data3.client_id !== undefined){
let data4 = data3.client_id;
const _errs10 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate23.errors = [{instancePath:instancePath+"/joined/" + i0+"/client_id",schemaPath:"#/$defs/Member/properties/client_id/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs10){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 9007199254740991 || isNaN(data4)){
validate23.errors = [{instancePath:instancePath+"/joined/" + i0+"/client_id",schemaPath:"#/$defs/Member/properties/client_id/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data4 < 1 || isNaN(data4)){
validate23.errors = [{instancePath:instancePath+"/joined/" + i0+"/client_id",schemaPath:"#/$defs/Member/properties/client_id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid3 = _errs10 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data3.author !== undefined){
let data5 = data3.author;
const _errs12 = errors;
const _errs13 = errors;
let valid4 = false;
const _errs14 = errors;
if(errors === _errs14){
if(typeof data5 === "string"){
if(!pattern4.test(data5)){
const err0 = {instancePath:instancePath+"/joined/" + i0+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/joined/" + i0+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs14 === errors;
valid4 = valid4 || _valid0;
const _errs16 = errors;
if(data5 !== null){
const err2 = {instancePath:instancePath+"/joined/" + i0+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs16 === errors;
valid4 = valid4 || _valid0;
if(!valid4){
const err3 = {instancePath:instancePath+"/joined/" + i0+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs13;
if(vErrors !== null){
if(_errs13){
vErrors.length = _errs13;
}
else {
vErrors = null;
}
}
}
var valid3 = _errs12 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data3.name !== undefined){
let data6 = data3.name;
const _errs18 = errors;
const _errs19 = errors;
let valid5 = false;
const _errs20 = errors;
if(errors === _errs20){
if(typeof data6 === "string"){
if(!pattern4.test(data6)){
const err4 = {instancePath:instancePath+"/joined/" + i0+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/joined/" + i0+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var _valid1 = _errs20 === errors;
valid5 = valid5 || _valid1;
const _errs22 = errors;
if(data6 !== null){
const err6 = {instancePath:instancePath+"/joined/" + i0+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid1 = _errs22 === errors;
valid5 = valid5 || _valid1;
if(!valid5){
const err7 = {instancePath:instancePath+"/joined/" + i0+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs19;
if(vErrors !== null){
if(_errs19){
vErrors.length = _errs19;
}
else {
vErrors = null;
}
}
}
var valid3 = _errs18 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/joined/" + i0,schemaPath:"#/$defs/Member/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/joined",schemaPath:"#/properties/joined/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.left !== undefined){
let data7 = data.left;
const _errs24 = errors;
if(errors === _errs24){
if(Array.isArray(data7)){
var valid6 = true;
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
const _errs26 = errors;
const _errs27 = errors;
if(errors === _errs27){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
let missing2;
if((((data8.client_id === undefined) && (missing2 = "client_id")) || ((data8.author === undefined) && (missing2 = "author"))) || ((data8.name === undefined) && (missing2 = "name"))){
validate23.errors = [{instancePath:instancePath+"/left/" + i1,schemaPath:"#/$defs/Member/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
if(data8.client_id !== undefined){
let data9 = data8.client_id;
const _errs29 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate23.errors = [{instancePath:instancePath+"/left/" + i1+"/client_id",schemaPath:"#/$defs/Member/properties/client_id/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs29){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 9007199254740991 || isNaN(data9)){
validate23.errors = [{instancePath:instancePath+"/left/" + i1+"/client_id",schemaPath:"#/$defs/Member/properties/client_id/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data9 < 1 || isNaN(data9)){
validate23.errors = [{instancePath:instancePath+"/left/" + i1+"/client_id",schemaPath:"#/$defs/Member/properties/client_id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid8 = _errs29 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data8.author !== undefined){
let data10 = data8.author;
const _errs31 = errors;
const _errs32 = errors;
let valid9 = false;
const _errs33 = errors;
if(errors === _errs33){
if(typeof data10 === "string"){
if(!pattern4.test(data10)){
const err8 = {instancePath:instancePath+"/left/" + i1+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/left/" + i1+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
var _valid2 = _errs33 === errors;
valid9 = valid9 || _valid2;
const _errs35 = errors;
if(data10 !== null){
const err10 = {instancePath:instancePath+"/left/" + i1+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid2 = _errs35 === errors;
valid9 = valid9 || _valid2;
if(!valid9){
const err11 = {instancePath:instancePath+"/left/" + i1+"/author",schemaPath:"#/$defs/Member/properties/author/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs32;
if(vErrors !== null){
if(_errs32){
vErrors.length = _errs32;
}
else {
vErrors = null;
}
}
}
var valid8 = _errs31 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data8.name !== undefined){
let data11 = data8.name;
const _errs37 = errors;
const _errs38 = errors;
let valid10 = false;
const _errs39 = errors;
if(errors === _errs39){
if(typeof data11 === "string"){
if(!pattern4.test(data11)){
const err12 = {instancePath:instancePath+"/left/" + i1+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/left/" + i1+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
var _valid3 = _errs39 === errors;
valid10 = valid10 || _valid3;
const _errs41 = errors;
if(data11 !== null){
const err14 = {instancePath:instancePath+"/left/" + i1+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var _valid3 = _errs41 === errors;
valid10 = valid10 || _valid3;
if(!valid10){
const err15 = {instancePath:instancePath+"/left/" + i1+"/name",schemaPath:"#/$defs/Member/properties/name/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs38;
if(vErrors !== null){
if(_errs38){
vErrors.length = _errs38;
}
else {
vErrors = null;
}
}
}
var valid8 = _errs37 === errors;
}
else {
var valid8 = true;
}
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/left/" + i1,schemaPath:"#/$defs/Member/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid6 = _errs26 === errors;
if(!valid6){
break;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/left",schemaPath:"#/properties/left/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.member_count !== undefined){
let data12 = data.member_count;
const _errs43 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate23.errors = [{instancePath:instancePath+"/member_count",schemaPath:"#/properties/member_count/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs43){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 9007199254740991 || isNaN(data12)){
validate23.errors = [{instancePath:instancePath+"/member_count",schemaPath:"#/properties/member_count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data12 < 0 || isNaN(data12)){
validate23.errors = [{instancePath:instancePath+"/member_count",schemaPath:"#/properties/member_count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid0 = _errs43 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate23.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":{"type":true,"full":true,"joined":true,"left":true,"member_count":true},"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="ServerFrame" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const tag0 = data.type;
if(typeof tag0 == "string"){
if(tag0 === "welcome"){
if(!(validate21(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var props0 = {};
props0.type = true;
props0.contract = true;
props0.client_id = true;
props0.author = true;
props0.name = true;
props0.item_id = true;
props0.resume_token = true;
props0.epoch = true;
props0.head = true;
props0.oldest = true;
props0.recovered = true;
props0.page = true;
props0.store = true;
props0.members = true;
props0.member_count = true;
props0.limits = true;
props0.heartbeat_seconds = true;
}
else if(tag0 === "entry"){
const _errs4 = errors;
if(errors === _errs4){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((data.offset === undefined) && (missing0 = "offset")) || ((data.key === undefined) && (missing0 = "key"))) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.client_id === undefined) && (missing0 = "client_id"))) || ((data.author === undefined) && (missing0 = "author"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.target === undefined) && (missing0 = "target"))) || ((data.body === undefined) && (missing0 = "body"))) || ((data.at === undefined) && (missing0 = "at"))) || ((data.type === undefined) && (missing0 = "type"))){
validate20.errors = [{instancePath,schemaPath:"#/$defs/EntryFrame/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
if(data.offset !== undefined){
let data0 = data.offset;
const _errs6 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate20.errors = [{instancePath:instancePath+"/offset",schemaPath:"#/$defs/EntryFrame/properties/offset/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs6){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 9007199254740991 || isNaN(data0)){
validate20.errors = [{instancePath:instancePath+"/offset",schemaPath:"#/$defs/EntryFrame/properties/offset/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data0 < 1 || isNaN(data0)){
validate20.errors = [{instancePath:instancePath+"/offset",schemaPath:"#/$defs/EntryFrame/properties/offset/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid4 = _errs6 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.key !== undefined){
let data1 = data.key;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data1 === "string"){
if(!pattern6.test(data1)){
validate20.errors = [{instancePath:instancePath+"/key",schemaPath:"#/$defs/EntryFrame/properties/key/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{32}$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/key",schemaPath:"#/$defs/EntryFrame/properties/key/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs8 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.kind !== undefined){
let data2 = data.kind;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data2 === "string"){
if(!pattern7.test(data2)){
validate20.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/$defs/EntryFrame/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9_]{0,31}$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/$defs/EntryFrame/properties/kind/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs10 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.client_id !== undefined){
let data3 = data.client_id;
const _errs12 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate20.errors = [{instancePath:instancePath+"/client_id",schemaPath:"#/$defs/EntryFrame/properties/client_id/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs12){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 9007199254740991 || isNaN(data3)){
validate20.errors = [{instancePath:instancePath+"/client_id",schemaPath:"#/$defs/EntryFrame/properties/client_id/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data3 < 1 || isNaN(data3)){
validate20.errors = [{instancePath:instancePath+"/client_id",schemaPath:"#/$defs/EntryFrame/properties/client_id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid4 = _errs12 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.author !== undefined){
let data4 = data.author;
const _errs14 = errors;
const _errs15 = errors;
let valid5 = false;
const _errs16 = errors;
if(errors === _errs16){
if(typeof data4 === "string"){
if(!pattern4.test(data4)){
const err0 = {instancePath:instancePath+"/author",schemaPath:"#/$defs/EntryFrame/properties/author/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/author",schemaPath:"#/$defs/EntryFrame/properties/author/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs16 === errors;
valid5 = valid5 || _valid0;
const _errs18 = errors;
if(data4 !== null){
const err2 = {instancePath:instancePath+"/author",schemaPath:"#/$defs/EntryFrame/properties/author/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs18 === errors;
valid5 = valid5 || _valid0;
if(!valid5){
const err3 = {instancePath:instancePath+"/author",schemaPath:"#/$defs/EntryFrame/properties/author/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate20.errors = vErrors;
return false;
}
else {
errors = _errs15;
if(vErrors !== null){
if(_errs15){
vErrors.length = _errs15;
}
else {
vErrors = null;
}
}
}
var valid4 = _errs14 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.name !== undefined){
let data5 = data.name;
const _errs20 = errors;
const _errs21 = errors;
let valid6 = false;
const _errs22 = errors;
if(errors === _errs22){
if(typeof data5 === "string"){
if(!pattern4.test(data5)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/EntryFrame/properties/name/anyOf/0/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/EntryFrame/properties/name/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
var _valid1 = _errs22 === errors;
valid6 = valid6 || _valid1;
const _errs24 = errors;
if(data5 !== null){
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/EntryFrame/properties/name/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid1 = _errs24 === errors;
valid6 = valid6 || _valid1;
if(!valid6){
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/EntryFrame/properties/name/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
validate20.errors = vErrors;
return false;
}
else {
errors = _errs21;
if(vErrors !== null){
if(_errs21){
vErrors.length = _errs21;
}
else {
vErrors = null;
}
}
}
var valid4 = _errs20 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.target !== undefined){
let data6 = data.target;
const _errs26 = errors;
const _errs27 = errors;
let valid7 = false;
const _errs28 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err8 = {instancePath:instancePath+"/target",schemaPath:"#/$defs/EntryFrame/properties/target/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(errors === _errs28){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 9007199254740991 || isNaN(data6)){
const err9 = {instancePath:instancePath+"/target",schemaPath:"#/$defs/EntryFrame/properties/target/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
else {
if(data6 < 1 || isNaN(data6)){
const err10 = {instancePath:instancePath+"/target",schemaPath:"#/$defs/EntryFrame/properties/target/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
var _valid2 = _errs28 === errors;
valid7 = valid7 || _valid2;
const _errs30 = errors;
if(data6 !== null){
const err11 = {instancePath:instancePath+"/target",schemaPath:"#/$defs/EntryFrame/properties/target/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var _valid2 = _errs30 === errors;
valid7 = valid7 || _valid2;
if(!valid7){
const err12 = {instancePath:instancePath+"/target",schemaPath:"#/$defs/EntryFrame/properties/target/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
validate20.errors = vErrors;
return false;
}
else {
errors = _errs27;
if(vErrors !== null){
if(_errs27){
vErrors.length = _errs27;
}
else {
vErrors = null;
}
}
}
var valid4 = _errs26 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.body !== undefined){
let data7 = data.body;
const _errs32 = errors;
if(errors === _errs32){
if(typeof data7 === "string"){
if(!pattern10.test(data7)){
validate20.errors = [{instancePath:instancePath+"/body",schemaPath:"#/$defs/EntryFrame/properties/body/pattern",keyword:"pattern",params:{pattern: "^[^\\x00]*$"}}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/body",schemaPath:"#/$defs/EntryFrame/properties/body/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid4 = _errs32 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.at !== undefined){
const _errs34 = errors;
if(errors === _errs34){
if(errors === _errs34){
if(!(typeof data.at === "string")){
validate20.errors = [{instancePath:instancePath+"/at",schemaPath:"#/$defs/EntryFrame/properties/at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid4 = _errs34 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.type !== undefined){
let data9 = data.type;
const _errs36 = errors;
if(typeof data9 !== "string"){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/EntryFrame/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("entry" !== data9){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/EntryFrame/properties/type/const",keyword:"const",params:{allowedValue: "entry"}}];
return false;
}
var valid4 = _errs36 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/$defs/EntryFrame/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
if(props0 !== true){
props0 = props0 || {};
props0.offset = true;
props0.key = true;
props0.kind = true;
props0.client_id = true;
props0.author = true;
props0.name = true;
props0.target = true;
props0.body = true;
props0.at = true;
props0.type = true;
}
}
else if(tag0 === "page"){
if(!(validate22(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
if(props0 !== true){
props0 = props0 || {};
props0.type = true;
props0.ref = true;
props0.epoch = true;
props0.entries = true;
props0.oldest = true;
props0.head = true;
}
}
else if(tag0 === "ack"){
const _errs40 = errors;
if(errors === _errs40){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if(((((data.type === undefined) && (missing1 = "type")) || ((data.ref === undefined) && (missing1 = "ref"))) || ((data.offset === undefined) && (missing1 = "offset"))) || ((data.at === undefined) && (missing1 = "at"))){
validate20.errors = [{instancePath,schemaPath:"#/$defs/Ack/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
if(data.type !== undefined){
let data10 = data.type;
const _errs42 = errors;
if(typeof data10 !== "string"){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Ack/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("ack" !== data10){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Ack/properties/type/const",keyword:"const",params:{allowedValue: "ack"}}];
return false;
}
var valid11 = _errs42 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data.ref !== undefined){
let data11 = data.ref;
const _errs44 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate20.errors = [{instancePath:instancePath+"/ref",schemaPath:"#/$defs/Ack/properties/ref/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs44){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 9007199254740991 || isNaN(data11)){
validate20.errors = [{instancePath:instancePath+"/ref",schemaPath:"#/$defs/Ack/properties/ref/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data11 < 0 || isNaN(data11)){
validate20.errors = [{instancePath:instancePath+"/ref",schemaPath:"#/$defs/Ack/properties/ref/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid11 = _errs44 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data.offset !== undefined){
let data12 = data.offset;
const _errs46 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate20.errors = [{instancePath:instancePath+"/offset",schemaPath:"#/$defs/Ack/properties/offset/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs46){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 9007199254740991 || isNaN(data12)){
validate20.errors = [{instancePath:instancePath+"/offset",schemaPath:"#/$defs/Ack/properties/offset/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data12 < 1 || isNaN(data12)){
validate20.errors = [{instancePath:instancePath+"/offset",schemaPath:"#/$defs/Ack/properties/offset/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid11 = _errs46 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data.at !== undefined){
const _errs48 = errors;
if(errors === _errs48){
if(errors === _errs48){
if(!(typeof data.at === "string")){
validate20.errors = [{instancePath:instancePath+"/at",schemaPath:"#/$defs/Ack/properties/at/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid11 = _errs48 === errors;
}
else {
var valid11 = true;
}
}
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/$defs/Ack/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
if(props0 !== true){
props0 = props0 || {};
props0.type = true;
props0.ref = true;
props0.offset = true;
props0.at = true;
}
}
else if(tag0 === "presence"){
if(!(validate23(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
if(props0 !== true){
props0 = props0 || {};
props0.type = true;
props0.full = true;
props0.joined = true;
props0.left = true;
props0.member_count = true;
}
}
else if(tag0 === "typing"){
const _errs52 = errors;
if(errors === _errs52){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if(((data.type === undefined) && (missing2 = "type")) || ((data.client_ids === undefined) && (missing2 = "client_ids"))){
validate20.errors = [{instancePath,schemaPath:"#/$defs/TypingFrame/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
if(data.type !== undefined){
let data14 = data.type;
const _errs54 = errors;
if(typeof data14 !== "string"){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/TypingFrame/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("typing" !== data14){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/TypingFrame/properties/type/const",keyword:"const",params:{allowedValue: "typing"}}];
return false;
}
var valid15 = _errs54 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data.client_ids !== undefined){
let data15 = data.client_ids;
const _errs56 = errors;
if(errors === _errs56){
if(Array.isArray(data15)){
var valid16 = true;
const len0 = data15.length;
for(let i0=0; i0<len0; i0++){
let data16 = data15[i0];
const _errs58 = errors;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
validate20.errors = [{instancePath:instancePath+"/client_ids/" + i0,schemaPath:"#/$defs/TypingFrame/properties/client_ids/items/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs58){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 9007199254740991 || isNaN(data16)){
validate20.errors = [{instancePath:instancePath+"/client_ids/" + i0,schemaPath:"#/$defs/TypingFrame/properties/client_ids/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data16 < 1 || isNaN(data16)){
validate20.errors = [{instancePath:instancePath+"/client_ids/" + i0,schemaPath:"#/$defs/TypingFrame/properties/client_ids/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid16 = _errs58 === errors;
if(!valid16){
break;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/client_ids",schemaPath:"#/$defs/TypingFrame/properties/client_ids/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid15 = _errs56 === errors;
}
else {
var valid15 = true;
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/$defs/TypingFrame/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
if(props0 !== true){
props0 = props0 || {};
props0.type = true;
props0.client_ids = true;
}
}
else if(tag0 === "status"){
const _errs61 = errors;
if(errors === _errs61){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing3;
if(((data.type === undefined) && (missing3 = "type")) || ((data.store === undefined) && (missing3 = "store"))){
validate20.errors = [{instancePath,schemaPath:"#/$defs/Status/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
if(data.type !== undefined){
let data17 = data.type;
const _errs63 = errors;
if(typeof data17 !== "string"){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Status/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("status" !== data17){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Status/properties/type/const",keyword:"const",params:{allowedValue: "status"}}];
return false;
}
var valid19 = _errs63 === errors;
}
else {
var valid19 = true;
}
if(valid19){
if(data.store !== undefined){
let data18 = data.store;
const _errs65 = errors;
if(typeof data18 !== "string"){
validate20.errors = [{instancePath:instancePath+"/store",schemaPath:"#/$defs/Status/properties/store/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!((data18 === "ok") || (data18 === "degraded"))){
validate20.errors = [{instancePath:instancePath+"/store",schemaPath:"#/$defs/Status/properties/store/enum",keyword:"enum",params:{allowedValues: schema44.properties.store.enum}}];
return false;
}
var valid19 = _errs65 === errors;
}
else {
var valid19 = true;
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/$defs/Status/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
if(props0 !== true){
props0 = props0 || {};
props0.type = true;
props0.store = true;
}
}
else if(tag0 === "error"){
const _errs68 = errors;
if(errors === _errs68){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing4;
if((((((((data.type === undefined) && (missing4 = "type")) || ((data.ref === undefined) && (missing4 = "ref"))) || ((data.code === undefined) && (missing4 = "code"))) || ((data.message === undefined) && (missing4 = "message"))) || ((data.location === undefined) && (missing4 = "location"))) || ((data.temporary === undefined) && (missing4 = "temporary"))) || ((data.retry_after_ms === undefined) && (missing4 = "retry_after_ms"))){
validate20.errors = [{instancePath,schemaPath:"#/$defs/Error/required",keyword:"required",params:{missingProperty: missing4}}];
return false;
}
else {
if(data.type !== undefined){
let data19 = data.type;
const _errs70 = errors;
if(typeof data19 !== "string"){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Error/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("error" !== data19){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Error/properties/type/const",keyword:"const",params:{allowedValue: "error"}}];
return false;
}
var valid22 = _errs70 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data.ref !== undefined){
let data20 = data.ref;
const _errs72 = errors;
const _errs73 = errors;
let valid23 = false;
const _errs74 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
const err13 = {instancePath:instancePath+"/ref",schemaPath:"#/$defs/Error/properties/ref/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(errors === _errs74){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 9007199254740991 || isNaN(data20)){
const err14 = {instancePath:instancePath+"/ref",schemaPath:"#/$defs/Error/properties/ref/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
else {
if(data20 < 0 || isNaN(data20)){
const err15 = {instancePath:instancePath+"/ref",schemaPath:"#/$defs/Error/properties/ref/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
}
var _valid3 = _errs74 === errors;
valid23 = valid23 || _valid3;
const _errs76 = errors;
if(data20 !== null){
const err16 = {instancePath:instancePath+"/ref",schemaPath:"#/$defs/Error/properties/ref/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var _valid3 = _errs76 === errors;
valid23 = valid23 || _valid3;
if(!valid23){
const err17 = {instancePath:instancePath+"/ref",schemaPath:"#/$defs/Error/properties/ref/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
validate20.errors = vErrors;
return false;
}
else {
errors = _errs73;
if(vErrors !== null){
if(_errs73){
vErrors.length = _errs73;
}
else {
vErrors = null;
}
}
}
var valid22 = _errs72 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data.code !== undefined){
const _errs78 = errors;
if(typeof data.code !== "string"){
validate20.errors = [{instancePath:instancePath+"/code",schemaPath:"#/$defs/Error/properties/code/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid22 = _errs78 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data.message !== undefined){
const _errs80 = errors;
if(typeof data.message !== "string"){
validate20.errors = [{instancePath:instancePath+"/message",schemaPath:"#/$defs/Error/properties/message/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid22 = _errs80 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data.location !== undefined){
let data23 = data.location;
const _errs82 = errors;
const _errs83 = errors;
let valid24 = false;
const _errs84 = errors;
if(errors === _errs84){
if(Array.isArray(data23)){
var valid25 = true;
const len1 = data23.length;
for(let i1=0; i1<len1; i1++){
let data24 = data23[i1];
const _errs86 = errors;
const _errs87 = errors;
let valid26 = false;
const _errs88 = errors;
if(typeof data24 !== "string"){
const err18 = {instancePath:instancePath+"/location/" + i1,schemaPath:"#/$defs/Error/properties/location/anyOf/0/items/anyOf/0/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
var _valid5 = _errs88 === errors;
valid26 = valid26 || _valid5;
const _errs90 = errors;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
const err19 = {instancePath:instancePath+"/location/" + i1,schemaPath:"#/$defs/Error/properties/location/anyOf/0/items/anyOf/1/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
var _valid5 = _errs90 === errors;
valid26 = valid26 || _valid5;
if(!valid26){
const err20 = {instancePath:instancePath+"/location/" + i1,schemaPath:"#/$defs/Error/properties/location/anyOf/0/items/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
else {
errors = _errs87;
if(vErrors !== null){
if(_errs87){
vErrors.length = _errs87;
}
else {
vErrors = null;
}
}
}
var valid25 = _errs86 === errors;
if(!valid25){
break;
}
}
}
else {
const err21 = {instancePath:instancePath+"/location",schemaPath:"#/$defs/Error/properties/location/anyOf/0/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
var _valid4 = _errs84 === errors;
valid24 = valid24 || _valid4;
const _errs92 = errors;
if(data23 !== null){
const err22 = {instancePath:instancePath+"/location",schemaPath:"#/$defs/Error/properties/location/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
var _valid4 = _errs92 === errors;
valid24 = valid24 || _valid4;
if(!valid24){
const err23 = {instancePath:instancePath+"/location",schemaPath:"#/$defs/Error/properties/location/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
validate20.errors = vErrors;
return false;
}
else {
errors = _errs83;
if(vErrors !== null){
if(_errs83){
vErrors.length = _errs83;
}
else {
vErrors = null;
}
}
}
var valid22 = _errs82 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data.temporary !== undefined){
const _errs94 = errors;
if(typeof data.temporary !== "boolean"){
validate20.errors = [{instancePath:instancePath+"/temporary",schemaPath:"#/$defs/Error/properties/temporary/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid22 = _errs94 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data.retry_after_ms !== undefined){
let data26 = data.retry_after_ms;
const _errs96 = errors;
const _errs97 = errors;
let valid27 = false;
const _errs98 = errors;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
const err24 = {instancePath:instancePath+"/retry_after_ms",schemaPath:"#/$defs/Error/properties/retry_after_ms/anyOf/0/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(errors === _errs98){
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 > 9007199254740991 || isNaN(data26)){
const err25 = {instancePath:instancePath+"/retry_after_ms",schemaPath:"#/$defs/Error/properties/retry_after_ms/anyOf/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
else {
if(data26 < 0 || isNaN(data26)){
const err26 = {instancePath:instancePath+"/retry_after_ms",schemaPath:"#/$defs/Error/properties/retry_after_ms/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
}
var _valid6 = _errs98 === errors;
valid27 = valid27 || _valid6;
const _errs100 = errors;
if(data26 !== null){
const err27 = {instancePath:instancePath+"/retry_after_ms",schemaPath:"#/$defs/Error/properties/retry_after_ms/anyOf/1/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
var _valid6 = _errs100 === errors;
valid27 = valid27 || _valid6;
if(!valid27){
const err28 = {instancePath:instancePath+"/retry_after_ms",schemaPath:"#/$defs/Error/properties/retry_after_ms/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
validate20.errors = vErrors;
return false;
}
else {
errors = _errs97;
if(vErrors !== null){
if(_errs97){
vErrors.length = _errs97;
}
else {
vErrors = null;
}
}
}
var valid22 = _errs96 === errors;
}
else {
var valid22 = true;
}
}
}
}
}
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/$defs/Error/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
if(props0 !== true){
props0 = props0 || {};
props0.type = true;
props0.ref = true;
props0.code = true;
props0.message = true;
props0.location = true;
props0.temporary = true;
props0.retry_after_ms = true;
}
}
else if(tag0 === "pong"){
const _errs103 = errors;
if(errors === _errs103){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing5;
if(((data.type === undefined) && (missing5 = "type")) || ((data.ref === undefined) && (missing5 = "ref"))){
validate20.errors = [{instancePath,schemaPath:"#/$defs/Pong/required",keyword:"required",params:{missingProperty: missing5}}];
return false;
}
else {
if(data.type !== undefined){
let data27 = data.type;
const _errs105 = errors;
if(typeof data27 !== "string"){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Pong/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("pong" !== data27){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Pong/properties/type/const",keyword:"const",params:{allowedValue: "pong"}}];
return false;
}
var valid30 = _errs105 === errors;
}
else {
var valid30 = true;
}
if(valid30){
if(data.ref !== undefined){
let data28 = data.ref;
const _errs107 = errors;
if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){
validate20.errors = [{instancePath:instancePath+"/ref",schemaPath:"#/$defs/Pong/properties/ref/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs107){
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 9007199254740991 || isNaN(data28)){
validate20.errors = [{instancePath:instancePath+"/ref",schemaPath:"#/$defs/Pong/properties/ref/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data28 < 0 || isNaN(data28)){
validate20.errors = [{instancePath:instancePath+"/ref",schemaPath:"#/$defs/Pong/properties/ref/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid30 = _errs107 === errors;
}
else {
var valid30 = true;
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/$defs/Pong/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
if(props0 !== true){
props0 = props0 || {};
props0.type = true;
props0.ref = true;
}
}
else if(tag0 === "goaway"){
const _errs110 = errors;
if(errors === _errs110){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing6;
if((((data.type === undefined) && (missing6 = "type")) || ((data.reason === undefined) && (missing6 = "reason"))) || ((data.reconnect_within_ms === undefined) && (missing6 = "reconnect_within_ms"))){
validate20.errors = [{instancePath,schemaPath:"#/$defs/Goaway/required",keyword:"required",params:{missingProperty: missing6}}];
return false;
}
else {
if(data.type !== undefined){
let data29 = data.type;
const _errs112 = errors;
if(typeof data29 !== "string"){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Goaway/properties/type/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("goaway" !== data29){
validate20.errors = [{instancePath:instancePath+"/type",schemaPath:"#/$defs/Goaway/properties/type/const",keyword:"const",params:{allowedValue: "goaway"}}];
return false;
}
var valid33 = _errs112 === errors;
}
else {
var valid33 = true;
}
if(valid33){
if(data.reason !== undefined){
const _errs114 = errors;
if(typeof data.reason !== "string"){
validate20.errors = [{instancePath:instancePath+"/reason",schemaPath:"#/$defs/Goaway/properties/reason/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid33 = _errs114 === errors;
}
else {
var valid33 = true;
}
if(valid33){
if(data.reconnect_within_ms !== undefined){
let data31 = data.reconnect_within_ms;
const _errs116 = errors;
if(!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))){
validate20.errors = [{instancePath:instancePath+"/reconnect_within_ms",schemaPath:"#/$defs/Goaway/properties/reconnect_within_ms/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs116){
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 9007199254740991 || isNaN(data31)){
validate20.errors = [{instancePath:instancePath+"/reconnect_within_ms",schemaPath:"#/$defs/Goaway/properties/reconnect_within_ms/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}}];
return false;
}
else {
if(data31 < 0 || isNaN(data31)){
validate20.errors = [{instancePath:instancePath+"/reconnect_within_ms",schemaPath:"#/$defs/Goaway/properties/reconnect_within_ms/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid33 = _errs116 === errors;
}
else {
var valid33 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/$defs/Goaway/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
if(props0 !== true){
props0 = props0 || {};
props0.type = true;
props0.reason = true;
props0.reconnect_within_ms = true;
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "type", tagValue: tag0}}];
return false;
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "type", tagValue: tag0}}];
return false;
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate20.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate20.evaluated = {"dynamicProps":true,"dynamicItems":false};
