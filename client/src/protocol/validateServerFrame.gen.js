// Generated from shared/schema/ by client/scripts/generate.mjs. Not to be edited.
"use strict";
export const validate = validate21;
export default validate21;
const schema6 = {"$id":"ServerFrame","type":"object","$defs":{"Ack":{"properties":{"type":{"const":"ack","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"at":{"format":"date-time","type":"string"}},"required":["type","ref","offset","at"],"type":"object"},"Changes":{"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"edit":{"maximum":9007199254740991,"minimum":1,"type":"integer","nullable":true},"edited_at":{"format":"date-time","type":"string","nullable":true},"deleted_at":{"format":"date-time","type":"string","nullable":true},"reactions":{"items":{"$ref":"#/$defs/Reaction"},"type":"array"}},"required":["offset","edit","edited_at","deleted_at","reactions"],"type":"object"},"Entry":{"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"key":{"pattern":"^[0-9a-f]{32}$","type":"string"},"kind":{"pattern":"^[a-z][a-z0-9_]{0,31}$","type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"target":{"maximum":9007199254740991,"minimum":1,"type":"integer","nullable":true},"body":{"pattern":"^[^\\x00]*$","type":"string"},"at":{"format":"date-time","type":"string"},"changes":{"anyOf":[{"$ref":"#/$defs/Changes"},{"type":"null"}],"default":null}},"required":["offset","key","kind","client_id","author","name","target","body","at"],"type":"object"},"EntryFrame":{"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"key":{"pattern":"^[0-9a-f]{32}$","type":"string"},"kind":{"pattern":"^[a-z][a-z0-9_]{0,31}$","type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"target":{"maximum":9007199254740991,"minimum":1,"type":"integer","nullable":true},"body":{"pattern":"^[^\\x00]*$","type":"string"},"at":{"format":"date-time","type":"string"},"changes":{"anyOf":[{"$ref":"#/$defs/Changes"},{"type":"null"}],"default":null},"type":{"const":"entry","type":"string"}},"required":["offset","key","kind","client_id","author","name","target","body","at","type"],"type":"object"},"Error":{"properties":{"type":{"const":"error","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer","nullable":true},"code":{"type":"string"},"message":{"type":"string"},"location":{"items":{"anyOf":[{"type":"string"},{"type":"integer"}]},"type":"array","nullable":true},"temporary":{"type":"boolean"},"retry_after_ms":{"maximum":9007199254740991,"minimum":0,"type":"integer","nullable":true}},"required":["type","ref","code","message","location","temporary","retry_after_ms"],"type":"object"},"Goaway":{"properties":{"type":{"const":"goaway","type":"string"},"reason":{"type":"string"},"reconnect_within_ms":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","reason","reconnect_within_ms"],"type":"object"},"Limits":{"properties":{"frame_bytes":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"body_length":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"page_entries":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"replay_entries":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"pending_sends":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"listed_members":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"messages_per_second":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"message_burst":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["frame_bytes","body_length","page_entries","replay_entries","pending_sends","listed_members","messages_per_second","message_burst"],"type":"object"},"Member":{"properties":{"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true}},"required":["client_id","author","name"],"type":"object"},"Page":{"properties":{"type":{"const":"page","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"epoch":{"type":"string"},"entries":{"items":{"$ref":"#/$defs/Entry"},"type":"array"},"oldest":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"head":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","ref","epoch","entries","oldest","head"],"type":"object"},"Pong":{"properties":{"type":{"const":"pong","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","ref"],"type":"object"},"Presence":{"properties":{"type":{"const":"presence","type":"string"},"full":{"type":"boolean"},"joined":{"items":{"$ref":"#/$defs/Member"},"type":"array"},"left":{"items":{"$ref":"#/$defs/Member"},"type":"array"},"member_count":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"person_count":{"default":null,"maximum":9007199254740991,"minimum":0,"type":"integer","nullable":true}},"required":["type","full","joined","left","member_count"],"type":"object"},"Reaction":{"properties":{"emoji":{"type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true}},"required":["emoji","client_id","author","name"],"type":"object"},"Status":{"properties":{"type":{"const":"status","type":"string"},"store":{"enum":["ok","degraded"],"type":"string"}},"required":["type","store"],"type":"object"},"TypingFrame":{"properties":{"type":{"const":"typing","type":"string"},"client_ids":{"items":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"type":"array"}},"required":["type","client_ids"],"type":"object"},"Welcome":{"properties":{"type":{"const":"welcome","type":"string"},"contract":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"item_id":{"type":"string"},"resume_token":{"type":"string"},"epoch":{"type":"string"},"head":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"oldest":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"recovered":{"type":"boolean","nullable":true},"page":{"items":{"$ref":"#/$defs/Entry"},"type":"array","nullable":true},"store":{"enum":["ok","degraded"],"type":"string"},"members":{"items":{"$ref":"#/$defs/Member"},"type":"array","nullable":true},"member_count":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"limits":{"$ref":"#/$defs/Limits"},"heartbeat_seconds":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"now":{"default":null,"format":"date-time","type":"string","nullable":true},"person_count":{"default":null,"maximum":9007199254740991,"minimum":0,"type":"integer","nullable":true}},"required":["type","contract","client_id","author","name","item_id","resume_token","epoch","head","oldest","recovered","page","store","members","member_count","limits","heartbeat_seconds"],"type":"object"}},"discriminator":{"propertyName":"type"},"oneOf":[{"$ref":"#/$defs/Welcome"},{"$ref":"#/$defs/EntryFrame"},{"$ref":"#/$defs/Page"},{"$ref":"#/$defs/Ack"},{"$ref":"#/$defs/Presence"},{"$ref":"#/$defs/TypingFrame"},{"$ref":"#/$defs/Status"},{"$ref":"#/$defs/Error"},{"$ref":"#/$defs/Pong"},{"$ref":"#/$defs/Goaway"}]};
const schema7 = {"properties":{"type":{"const":"welcome","type":"string"},"contract":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"item_id":{"type":"string"},"resume_token":{"type":"string"},"epoch":{"type":"string"},"head":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"oldest":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"recovered":{"type":"boolean","nullable":true},"page":{"items":{"$ref":"#/$defs/Entry"},"type":"array","nullable":true},"store":{"enum":["ok","degraded"],"type":"string"},"members":{"items":{"$ref":"#/$defs/Member"},"type":"array","nullable":true},"member_count":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"limits":{"$ref":"#/$defs/Limits"},"heartbeat_seconds":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"now":{"default":null,"format":"date-time","type":"string","nullable":true},"person_count":{"default":null,"maximum":9007199254740991,"minimum":0,"type":"integer","nullable":true}},"required":["type","contract","client_id","author","name","item_id","resume_token","epoch","head","oldest","recovered","page","store","members","member_count","limits","heartbeat_seconds"],"type":"object"};
const pattern0 = new RegExp("^[^\\x00-\\x1f\\x7f-\\x9f]+$", "u");
const schema8 = {"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"key":{"pattern":"^[0-9a-f]{32}$","type":"string"},"kind":{"pattern":"^[a-z][a-z0-9_]{0,31}$","type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"target":{"maximum":9007199254740991,"minimum":1,"type":"integer","nullable":true},"body":{"pattern":"^[^\\x00]*$","type":"string"},"at":{"format":"date-time","type":"string"},"changes":{"anyOf":[{"$ref":"#/$defs/Changes"},{"type":"null"}],"default":null}},"required":["offset","key","kind","client_id","author","name","target","body","at"],"type":"object"};
const pattern2 = new RegExp("^[0-9a-f]{32}$", "u");
const pattern3 = new RegExp("^[a-z][a-z0-9_]{0,31}$", "u");
const pattern6 = new RegExp("^[^\\x00]*$", "u");
const schema9 = {"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"edit":{"maximum":9007199254740991,"minimum":1,"type":"integer","nullable":true},"edited_at":{"format":"date-time","type":"string","nullable":true},"deleted_at":{"format":"date-time","type":"string","nullable":true},"reactions":{"items":{"$ref":"#/$defs/Reaction"},"type":"array"}},"required":["offset","edit","edited_at","deleted_at","reactions"],"type":"object"};
const schema10 = {"properties":{"emoji":{"type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true}},"required":["emoji","client_id","author","name"],"type":"object"};

function validate25(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.emoji === undefined) && (missing0 = "emoji")) || ((data.client_id === undefined) && (missing0 = "client_id"))) || ((data.author === undefined) && (missing0 = "author"))) || ((data.name === undefined) && (missing0 = "name"))){
validate25.errors = [{}];
return false;
}
else {
if(data.emoji !== undefined){
const _errs1 = errors;
if(typeof data.emoji !== "string"){
validate25.errors = [{}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.client_id !== undefined){
let data1 = data.client_id;
const _errs3 = errors;
if(!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))){
validate25.errors = [{}];
return false;
}
if(errors === _errs3){
if(typeof data1 == "number"){
if(data1 > 9007199254740991 || isNaN(data1)){
validate25.errors = [{}];
return false;
}
else {
if(data1 < 1 || isNaN(data1)){
validate25.errors = [{}];
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
if(data.author !== undefined){
let data2 = data.author;
const _errs5 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate25.errors = [{}];
return false;
}
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
validate25.errors = [{}];
return false;
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data3 = data.name;
const _errs8 = errors;
if((typeof data3 !== "string") && (data3 !== null)){
validate25.errors = [{}];
return false;
}
if(errors === _errs8){
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
validate25.errors = [{}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate25.errors = [{}];
return false;
}
}
validate25.errors = vErrors;
return errors === 0;
}


function validate24(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.offset === undefined) && (missing0 = "offset")) || ((data.edit === undefined) && (missing0 = "edit"))) || ((data.edited_at === undefined) && (missing0 = "edited_at"))) || ((data.deleted_at === undefined) && (missing0 = "deleted_at"))) || ((data.reactions === undefined) && (missing0 = "reactions"))){
validate24.errors = [{}];
return false;
}
else {
if(data.offset !== undefined){
let data0 = data.offset;
const _errs1 = errors;
if(!((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0)))){
validate24.errors = [{}];
return false;
}
if(errors === _errs1){
if(typeof data0 == "number"){
if(data0 > 9007199254740991 || isNaN(data0)){
validate24.errors = [{}];
return false;
}
else {
if(data0 < 1 || isNaN(data0)){
validate24.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.edit !== undefined){
let data1 = data.edit;
const _errs3 = errors;
if((!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))) && (data1 !== null)){
validate24.errors = [{}];
return false;
}
if(errors === _errs3){
if(typeof data1 == "number"){
if(data1 > 9007199254740991 || isNaN(data1)){
validate24.errors = [{}];
return false;
}
else {
if(data1 < 1 || isNaN(data1)){
validate24.errors = [{}];
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
if(data.edited_at !== undefined){
let data2 = data.edited_at;
const _errs6 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate24.errors = [{}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.deleted_at !== undefined){
let data3 = data.deleted_at;
const _errs9 = errors;
if((typeof data3 !== "string") && (data3 !== null)){
validate24.errors = [{}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reactions !== undefined){
let data4 = data.reactions;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
const _errs14 = errors;
if(!(validate25(data4[i0]))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid1 = _errs14 === errors;
if(!valid1){
break;
}
}
}
else {
validate24.errors = [{}];
return false;
}
}
var valid0 = _errs12 === errors;
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
validate24.errors = [{}];
return false;
}
}
validate24.errors = vErrors;
return errors === 0;
}


function validate23(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.offset === undefined) && (missing0 = "offset")) || ((data.key === undefined) && (missing0 = "key"))) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.client_id === undefined) && (missing0 = "client_id"))) || ((data.author === undefined) && (missing0 = "author"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.target === undefined) && (missing0 = "target"))) || ((data.body === undefined) && (missing0 = "body"))) || ((data.at === undefined) && (missing0 = "at"))){
validate23.errors = [{}];
return false;
}
else {
if(data.offset !== undefined){
let data0 = data.offset;
const _errs1 = errors;
if(!((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0)))){
validate23.errors = [{}];
return false;
}
if(errors === _errs1){
if(typeof data0 == "number"){
if(data0 > 9007199254740991 || isNaN(data0)){
validate23.errors = [{}];
return false;
}
else {
if(data0 < 1 || isNaN(data0)){
validate23.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.key !== undefined){
let data1 = data.key;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
validate23.errors = [{}];
return false;
}
}
else {
validate23.errors = [{}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data2 = data.kind;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern3.test(data2)){
validate23.errors = [{}];
return false;
}
}
else {
validate23.errors = [{}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.client_id !== undefined){
let data3 = data.client_id;
const _errs7 = errors;
if(!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))){
validate23.errors = [{}];
return false;
}
if(errors === _errs7){
if(typeof data3 == "number"){
if(data3 > 9007199254740991 || isNaN(data3)){
validate23.errors = [{}];
return false;
}
else {
if(data3 < 1 || isNaN(data3)){
validate23.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.author !== undefined){
let data4 = data.author;
const _errs9 = errors;
if((typeof data4 !== "string") && (data4 !== null)){
validate23.errors = [{}];
return false;
}
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate23.errors = [{}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data5 = data.name;
const _errs12 = errors;
if((typeof data5 !== "string") && (data5 !== null)){
validate23.errors = [{}];
return false;
}
if(errors === _errs12){
if(typeof data5 === "string"){
if(!pattern0.test(data5)){
validate23.errors = [{}];
return false;
}
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.target !== undefined){
let data6 = data.target;
const _errs15 = errors;
if((!((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6)))) && (data6 !== null)){
validate23.errors = [{}];
return false;
}
if(errors === _errs15){
if(typeof data6 == "number"){
if(data6 > 9007199254740991 || isNaN(data6)){
validate23.errors = [{}];
return false;
}
else {
if(data6 < 1 || isNaN(data6)){
validate23.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.body !== undefined){
let data7 = data.body;
const _errs18 = errors;
if(errors === _errs18){
if(typeof data7 === "string"){
if(!pattern6.test(data7)){
validate23.errors = [{}];
return false;
}
}
else {
validate23.errors = [{}];
return false;
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.at !== undefined){
const _errs20 = errors;
if(errors === _errs20){
if(errors === _errs20){
if(!(typeof data.at === "string")){
validate23.errors = [{}];
return false;
}
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.changes !== undefined){
let data9 = data.changes;
const _errs22 = errors;
const _errs23 = errors;
let valid1 = false;
const _errs24 = errors;
if(!(validate24(data9))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
var _valid0 = _errs24 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs25 = errors;
if(data9 !== null){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs25 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs23;
if(vErrors !== null){
if(_errs23){
vErrors.length = _errs23;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs22 === errors;
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
else {
validate23.errors = [{}];
return false;
}
}
validate23.errors = vErrors;
return errors === 0;
}

const schema11 = {"properties":{"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true}},"required":["client_id","author","name"],"type":"object"};

function validate29(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.client_id === undefined) && (missing0 = "client_id")) || ((data.author === undefined) && (missing0 = "author"))) || ((data.name === undefined) && (missing0 = "name"))){
validate29.errors = [{}];
return false;
}
else {
if(data.client_id !== undefined){
let data0 = data.client_id;
const _errs1 = errors;
if(!((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0)))){
validate29.errors = [{}];
return false;
}
if(errors === _errs1){
if(typeof data0 == "number"){
if(data0 > 9007199254740991 || isNaN(data0)){
validate29.errors = [{}];
return false;
}
else {
if(data0 < 1 || isNaN(data0)){
validate29.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.author !== undefined){
let data1 = data.author;
const _errs3 = errors;
if((typeof data1 !== "string") && (data1 !== null)){
validate29.errors = [{}];
return false;
}
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate29.errors = [{}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data2 = data.name;
const _errs6 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate29.errors = [{}];
return false;
}
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
validate29.errors = [{}];
return false;
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate29.errors = [{}];
return false;
}
}
validate29.errors = vErrors;
return errors === 0;
}

const schema12 = {"properties":{"frame_bytes":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"body_length":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"page_entries":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"replay_entries":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"pending_sends":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"listed_members":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"messages_per_second":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"message_burst":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["frame_bytes","body_length","page_entries","replay_entries","pending_sends","listed_members","messages_per_second","message_burst"],"type":"object"};

function validate31(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((data.frame_bytes === undefined) && (missing0 = "frame_bytes")) || ((data.body_length === undefined) && (missing0 = "body_length"))) || ((data.page_entries === undefined) && (missing0 = "page_entries"))) || ((data.replay_entries === undefined) && (missing0 = "replay_entries"))) || ((data.pending_sends === undefined) && (missing0 = "pending_sends"))) || ((data.listed_members === undefined) && (missing0 = "listed_members"))) || ((data.messages_per_second === undefined) && (missing0 = "messages_per_second"))) || ((data.message_burst === undefined) && (missing0 = "message_burst"))){
validate31.errors = [{}];
return false;
}
else {
if(data.frame_bytes !== undefined){
let data0 = data.frame_bytes;
const _errs1 = errors;
if(!((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0)))){
validate31.errors = [{}];
return false;
}
if(errors === _errs1){
if(typeof data0 == "number"){
if(data0 > 9007199254740991 || isNaN(data0)){
validate31.errors = [{}];
return false;
}
else {
if(data0 < 0 || isNaN(data0)){
validate31.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.body_length !== undefined){
let data1 = data.body_length;
const _errs3 = errors;
if(!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))){
validate31.errors = [{}];
return false;
}
if(errors === _errs3){
if(typeof data1 == "number"){
if(data1 > 9007199254740991 || isNaN(data1)){
validate31.errors = [{}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate31.errors = [{}];
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
if(data.page_entries !== undefined){
let data2 = data.page_entries;
const _errs5 = errors;
if(!((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2)))){
validate31.errors = [{}];
return false;
}
if(errors === _errs5){
if(typeof data2 == "number"){
if(data2 > 9007199254740991 || isNaN(data2)){
validate31.errors = [{}];
return false;
}
else {
if(data2 < 0 || isNaN(data2)){
validate31.errors = [{}];
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
if(data.replay_entries !== undefined){
let data3 = data.replay_entries;
const _errs7 = errors;
if(!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))){
validate31.errors = [{}];
return false;
}
if(errors === _errs7){
if(typeof data3 == "number"){
if(data3 > 9007199254740991 || isNaN(data3)){
validate31.errors = [{}];
return false;
}
else {
if(data3 < 0 || isNaN(data3)){
validate31.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pending_sends !== undefined){
let data4 = data.pending_sends;
const _errs9 = errors;
if(!((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4)))){
validate31.errors = [{}];
return false;
}
if(errors === _errs9){
if(typeof data4 == "number"){
if(data4 > 9007199254740991 || isNaN(data4)){
validate31.errors = [{}];
return false;
}
else {
if(data4 < 0 || isNaN(data4)){
validate31.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.listed_members !== undefined){
let data5 = data.listed_members;
const _errs11 = errors;
if(!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))){
validate31.errors = [{}];
return false;
}
if(errors === _errs11){
if(typeof data5 == "number"){
if(data5 > 9007199254740991 || isNaN(data5)){
validate31.errors = [{}];
return false;
}
else {
if(data5 < 0 || isNaN(data5)){
validate31.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.messages_per_second !== undefined){
let data6 = data.messages_per_second;
const _errs13 = errors;
if(!((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6)))){
validate31.errors = [{}];
return false;
}
if(errors === _errs13){
if(typeof data6 == "number"){
if(data6 > 9007199254740991 || isNaN(data6)){
validate31.errors = [{}];
return false;
}
else {
if(data6 < 0 || isNaN(data6)){
validate31.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.message_burst !== undefined){
let data7 = data.message_burst;
const _errs15 = errors;
if(!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))){
validate31.errors = [{}];
return false;
}
if(errors === _errs15){
if(typeof data7 == "number"){
if(data7 > 9007199254740991 || isNaN(data7)){
validate31.errors = [{}];
return false;
}
else {
if(data7 < 0 || isNaN(data7)){
validate31.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs15 === errors;
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
else {
validate31.errors = [{}];
return false;
}
}
validate31.errors = vErrors;
return errors === 0;
}


function validate22(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((((((((data.type === undefined) && (missing0 = "type")) || ((data.contract === undefined) && (missing0 = "contract"))) || ((data.client_id === undefined) && (missing0 = "client_id"))) || ((data.author === undefined) && (missing0 = "author"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.item_id === undefined) && (missing0 = "item_id"))) || ((data.resume_token === undefined) && (missing0 = "resume_token"))) || ((data.epoch === undefined) && (missing0 = "epoch"))) || ((data.head === undefined) && (missing0 = "head"))) || ((data.oldest === undefined) && (missing0 = "oldest"))) || ((data.recovered === undefined) && (missing0 = "recovered"))) || ((data.page === undefined) && (missing0 = "page"))) || ((data.store === undefined) && (missing0 = "store"))) || ((data.members === undefined) && (missing0 = "members"))) || ((data.member_count === undefined) && (missing0 = "member_count"))) || ((data.limits === undefined) && (missing0 = "limits"))) || ((data.heartbeat_seconds === undefined) && (missing0 = "heartbeat_seconds"))){
validate22.errors = [{}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate22.errors = [{}];
return false;
}
if("welcome" !== data0){
validate22.errors = [{}];
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
if(!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))){
validate22.errors = [{}];
return false;
}
if(errors === _errs3){
if(typeof data1 == "number"){
if(data1 > 9007199254740991 || isNaN(data1)){
validate22.errors = [{}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate22.errors = [{}];
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
if(!((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2)))){
validate22.errors = [{}];
return false;
}
if(errors === _errs5){
if(typeof data2 == "number"){
if(data2 > 9007199254740991 || isNaN(data2)){
validate22.errors = [{}];
return false;
}
else {
if(data2 < 1 || isNaN(data2)){
validate22.errors = [{}];
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
if((typeof data3 !== "string") && (data3 !== null)){
validate22.errors = [{}];
return false;
}
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
validate22.errors = [{}];
return false;
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
const _errs10 = errors;
if((typeof data4 !== "string") && (data4 !== null)){
validate22.errors = [{}];
return false;
}
if(errors === _errs10){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate22.errors = [{}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_id !== undefined){
const _errs13 = errors;
if(typeof data.item_id !== "string"){
validate22.errors = [{}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.resume_token !== undefined){
const _errs15 = errors;
if(typeof data.resume_token !== "string"){
validate22.errors = [{}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.epoch !== undefined){
const _errs17 = errors;
if(typeof data.epoch !== "string"){
validate22.errors = [{}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.head !== undefined){
let data8 = data.head;
const _errs19 = errors;
if(!((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8)))){
validate22.errors = [{}];
return false;
}
if(errors === _errs19){
if(typeof data8 == "number"){
if(data8 > 9007199254740991 || isNaN(data8)){
validate22.errors = [{}];
return false;
}
else {
if(data8 < 0 || isNaN(data8)){
validate22.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oldest !== undefined){
let data9 = data.oldest;
const _errs21 = errors;
if(!((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9)))){
validate22.errors = [{}];
return false;
}
if(errors === _errs21){
if(typeof data9 == "number"){
if(data9 > 9007199254740991 || isNaN(data9)){
validate22.errors = [{}];
return false;
}
else {
if(data9 < 1 || isNaN(data9)){
validate22.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.recovered !== undefined){
let data10 = data.recovered;
const _errs23 = errors;
if((typeof data10 !== "boolean") && (data10 !== null)){
validate22.errors = [{}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.page !== undefined){
let data11 = data.page;
const _errs26 = errors;
if((!(Array.isArray(data11))) && (data11 !== null)){
validate22.errors = [{}];
return false;
}
if(errors === _errs26){
if(Array.isArray(data11)){
var valid1 = true;
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
const _errs29 = errors;
if(!(validate23(data11[i0]))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid1 = _errs29 === errors;
if(!valid1){
break;
}
}
}
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.store !== undefined){
let data13 = data.store;
const _errs30 = errors;
if(typeof data13 !== "string"){
validate22.errors = [{}];
return false;
}
if(!((data13 === "ok") || (data13 === "degraded"))){
validate22.errors = [{}];
return false;
}
var valid0 = _errs30 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.members !== undefined){
let data14 = data.members;
const _errs32 = errors;
if((!(Array.isArray(data14))) && (data14 !== null)){
validate22.errors = [{}];
return false;
}
if(errors === _errs32){
if(Array.isArray(data14)){
var valid2 = true;
const len1 = data14.length;
for(let i1=0; i1<len1; i1++){
const _errs35 = errors;
if(!(validate29(data14[i1]))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
var valid2 = _errs35 === errors;
if(!valid2){
break;
}
}
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.member_count !== undefined){
let data16 = data.member_count;
const _errs36 = errors;
if(!((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16)))){
validate22.errors = [{}];
return false;
}
if(errors === _errs36){
if(typeof data16 == "number"){
if(data16 > 9007199254740991 || isNaN(data16)){
validate22.errors = [{}];
return false;
}
else {
if(data16 < 0 || isNaN(data16)){
validate22.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.limits !== undefined){
const _errs38 = errors;
if(!(validate31(data.limits))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.heartbeat_seconds !== undefined){
let data18 = data.heartbeat_seconds;
const _errs39 = errors;
if(!((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18)))){
validate22.errors = [{}];
return false;
}
if(errors === _errs39){
if(typeof data18 == "number"){
if(data18 > 9007199254740991 || isNaN(data18)){
validate22.errors = [{}];
return false;
}
else {
if(data18 < 0 || isNaN(data18)){
validate22.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs39 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.now !== undefined){
let data19 = data.now;
const _errs41 = errors;
if((typeof data19 !== "string") && (data19 !== null)){
validate22.errors = [{}];
return false;
}
var valid0 = _errs41 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.person_count !== undefined){
let data20 = data.person_count;
const _errs44 = errors;
if((!((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20)))) && (data20 !== null)){
validate22.errors = [{}];
return false;
}
if(errors === _errs44){
if(typeof data20 == "number"){
if(data20 > 9007199254740991 || isNaN(data20)){
validate22.errors = [{}];
return false;
}
else {
if(data20 < 0 || isNaN(data20)){
validate22.errors = [{}];
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
validate22.errors = [{}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}

const schema13 = {"properties":{"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"key":{"pattern":"^[0-9a-f]{32}$","type":"string"},"kind":{"pattern":"^[a-z][a-z0-9_]{0,31}$","type":"string"},"client_id":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"author":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"name":{"pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$","type":"string","nullable":true},"target":{"maximum":9007199254740991,"minimum":1,"type":"integer","nullable":true},"body":{"pattern":"^[^\\x00]*$","type":"string"},"at":{"format":"date-time","type":"string"},"changes":{"anyOf":[{"$ref":"#/$defs/Changes"},{"type":"null"}],"default":null},"type":{"const":"entry","type":"string"}},"required":["offset","key","kind","client_id","author","name","target","body","at","type"],"type":"object"};

function validate33(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((data.offset === undefined) && (missing0 = "offset")) || ((data.key === undefined) && (missing0 = "key"))) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.client_id === undefined) && (missing0 = "client_id"))) || ((data.author === undefined) && (missing0 = "author"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.target === undefined) && (missing0 = "target"))) || ((data.body === undefined) && (missing0 = "body"))) || ((data.at === undefined) && (missing0 = "at"))) || ((data.type === undefined) && (missing0 = "type"))){
validate33.errors = [{}];
return false;
}
else {
if(data.offset !== undefined){
let data0 = data.offset;
const _errs1 = errors;
if(!((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0)))){
validate33.errors = [{}];
return false;
}
if(errors === _errs1){
if(typeof data0 == "number"){
if(data0 > 9007199254740991 || isNaN(data0)){
validate33.errors = [{}];
return false;
}
else {
if(data0 < 1 || isNaN(data0)){
validate33.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.key !== undefined){
let data1 = data.key;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
validate33.errors = [{}];
return false;
}
}
else {
validate33.errors = [{}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data2 = data.kind;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern3.test(data2)){
validate33.errors = [{}];
return false;
}
}
else {
validate33.errors = [{}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.client_id !== undefined){
let data3 = data.client_id;
const _errs7 = errors;
if(!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))){
validate33.errors = [{}];
return false;
}
if(errors === _errs7){
if(typeof data3 == "number"){
if(data3 > 9007199254740991 || isNaN(data3)){
validate33.errors = [{}];
return false;
}
else {
if(data3 < 1 || isNaN(data3)){
validate33.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.author !== undefined){
let data4 = data.author;
const _errs9 = errors;
if((typeof data4 !== "string") && (data4 !== null)){
validate33.errors = [{}];
return false;
}
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate33.errors = [{}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data5 = data.name;
const _errs12 = errors;
if((typeof data5 !== "string") && (data5 !== null)){
validate33.errors = [{}];
return false;
}
if(errors === _errs12){
if(typeof data5 === "string"){
if(!pattern0.test(data5)){
validate33.errors = [{}];
return false;
}
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.target !== undefined){
let data6 = data.target;
const _errs15 = errors;
if((!((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6)))) && (data6 !== null)){
validate33.errors = [{}];
return false;
}
if(errors === _errs15){
if(typeof data6 == "number"){
if(data6 > 9007199254740991 || isNaN(data6)){
validate33.errors = [{}];
return false;
}
else {
if(data6 < 1 || isNaN(data6)){
validate33.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.body !== undefined){
let data7 = data.body;
const _errs18 = errors;
if(errors === _errs18){
if(typeof data7 === "string"){
if(!pattern6.test(data7)){
validate33.errors = [{}];
return false;
}
}
else {
validate33.errors = [{}];
return false;
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.at !== undefined){
const _errs20 = errors;
if(errors === _errs20){
if(errors === _errs20){
if(!(typeof data.at === "string")){
validate33.errors = [{}];
return false;
}
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.changes !== undefined){
let data9 = data.changes;
const _errs22 = errors;
const _errs23 = errors;
let valid1 = false;
const _errs24 = errors;
if(!(validate24(data9))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
var _valid0 = _errs24 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs25 = errors;
if(data9 !== null){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs25 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate33.errors = vErrors;
return false;
}
else {
errors = _errs23;
if(vErrors !== null){
if(_errs23){
vErrors.length = _errs23;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.type !== undefined){
let data10 = data.type;
const _errs27 = errors;
if(typeof data10 !== "string"){
validate33.errors = [{}];
return false;
}
if("entry" !== data10){
validate33.errors = [{}];
return false;
}
var valid0 = _errs27 === errors;
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
else {
validate33.errors = [{}];
return false;
}
}
validate33.errors = vErrors;
return errors === 0;
}

const schema14 = {"properties":{"type":{"const":"page","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"epoch":{"type":"string"},"entries":{"items":{"$ref":"#/$defs/Entry"},"type":"array"},"oldest":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"head":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","ref","epoch","entries","oldest","head"],"type":"object"};

function validate35(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.type === undefined) && (missing0 = "type")) || ((data.ref === undefined) && (missing0 = "ref"))) || ((data.epoch === undefined) && (missing0 = "epoch"))) || ((data.entries === undefined) && (missing0 = "entries"))) || ((data.oldest === undefined) && (missing0 = "oldest"))) || ((data.head === undefined) && (missing0 = "head"))){
validate35.errors = [{}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate35.errors = [{}];
return false;
}
if("page" !== data0){
validate35.errors = [{}];
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
if(!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))){
validate35.errors = [{}];
return false;
}
if(errors === _errs3){
if(typeof data1 == "number"){
if(data1 > 9007199254740991 || isNaN(data1)){
validate35.errors = [{}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate35.errors = [{}];
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
validate35.errors = [{}];
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
const _errs9 = errors;
if(!(validate23(data3[i0]))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid1 = _errs9 === errors;
if(!valid1){
break;
}
}
}
else {
validate35.errors = [{}];
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
let data5 = data.oldest;
const _errs10 = errors;
if(!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))){
validate35.errors = [{}];
return false;
}
if(errors === _errs10){
if(typeof data5 == "number"){
if(data5 > 9007199254740991 || isNaN(data5)){
validate35.errors = [{}];
return false;
}
else {
if(data5 < 1 || isNaN(data5)){
validate35.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.head !== undefined){
let data6 = data.head;
const _errs12 = errors;
if(!((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6)))){
validate35.errors = [{}];
return false;
}
if(errors === _errs12){
if(typeof data6 == "number"){
if(data6 > 9007199254740991 || isNaN(data6)){
validate35.errors = [{}];
return false;
}
else {
if(data6 < 0 || isNaN(data6)){
validate35.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs12 === errors;
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
validate35.errors = [{}];
return false;
}
}
validate35.errors = vErrors;
return errors === 0;
}

const schema15 = {"properties":{"type":{"const":"ack","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"offset":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"at":{"format":"date-time","type":"string"}},"required":["type","ref","offset","at"],"type":"object"};

function validate37(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.type === undefined) && (missing0 = "type")) || ((data.ref === undefined) && (missing0 = "ref"))) || ((data.offset === undefined) && (missing0 = "offset"))) || ((data.at === undefined) && (missing0 = "at"))){
validate37.errors = [{}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate37.errors = [{}];
return false;
}
if("ack" !== data0){
validate37.errors = [{}];
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
if(!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))){
validate37.errors = [{}];
return false;
}
if(errors === _errs3){
if(typeof data1 == "number"){
if(data1 > 9007199254740991 || isNaN(data1)){
validate37.errors = [{}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate37.errors = [{}];
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
if(data.offset !== undefined){
let data2 = data.offset;
const _errs5 = errors;
if(!((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2)))){
validate37.errors = [{}];
return false;
}
if(errors === _errs5){
if(typeof data2 == "number"){
if(data2 > 9007199254740991 || isNaN(data2)){
validate37.errors = [{}];
return false;
}
else {
if(data2 < 1 || isNaN(data2)){
validate37.errors = [{}];
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
if(data.at !== undefined){
const _errs7 = errors;
if(errors === _errs7){
if(errors === _errs7){
if(!(typeof data.at === "string")){
validate37.errors = [{}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate37.errors = [{}];
return false;
}
}
validate37.errors = vErrors;
return errors === 0;
}

const schema16 = {"properties":{"type":{"const":"presence","type":"string"},"full":{"type":"boolean"},"joined":{"items":{"$ref":"#/$defs/Member"},"type":"array"},"left":{"items":{"$ref":"#/$defs/Member"},"type":"array"},"member_count":{"maximum":9007199254740991,"minimum":0,"type":"integer"},"person_count":{"default":null,"maximum":9007199254740991,"minimum":0,"type":"integer","nullable":true}},"required":["type","full","joined","left","member_count"],"type":"object"};

function validate38(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.type === undefined) && (missing0 = "type")) || ((data.full === undefined) && (missing0 = "full"))) || ((data.joined === undefined) && (missing0 = "joined"))) || ((data.left === undefined) && (missing0 = "left"))) || ((data.member_count === undefined) && (missing0 = "member_count"))){
validate38.errors = [{}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate38.errors = [{}];
return false;
}
if("presence" !== data0){
validate38.errors = [{}];
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
validate38.errors = [{}];
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
const _errs7 = errors;
if(!(validate29(data2[i0]))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
else {
validate38.errors = [{}];
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
let data4 = data.left;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data4)){
var valid2 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
const _errs10 = errors;
if(!(validate29(data4[i1]))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
var valid2 = _errs10 === errors;
if(!valid2){
break;
}
}
}
else {
validate38.errors = [{}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.member_count !== undefined){
let data6 = data.member_count;
const _errs11 = errors;
if(!((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6)))){
validate38.errors = [{}];
return false;
}
if(errors === _errs11){
if(typeof data6 == "number"){
if(data6 > 9007199254740991 || isNaN(data6)){
validate38.errors = [{}];
return false;
}
else {
if(data6 < 0 || isNaN(data6)){
validate38.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.person_count !== undefined){
let data7 = data.person_count;
const _errs13 = errors;
if((!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))) && (data7 !== null)){
validate38.errors = [{}];
return false;
}
if(errors === _errs13){
if(typeof data7 == "number"){
if(data7 > 9007199254740991 || isNaN(data7)){
validate38.errors = [{}];
return false;
}
else {
if(data7 < 0 || isNaN(data7)){
validate38.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs13 === errors;
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
validate38.errors = [{}];
return false;
}
}
validate38.errors = vErrors;
return errors === 0;
}

const schema17 = {"properties":{"type":{"const":"typing","type":"string"},"client_ids":{"items":{"maximum":9007199254740991,"minimum":1,"type":"integer"},"type":"array"}},"required":["type","client_ids"],"type":"object"};

function validate41(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.type === undefined) && (missing0 = "type")) || ((data.client_ids === undefined) && (missing0 = "client_ids"))){
validate41.errors = [{}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate41.errors = [{}];
return false;
}
if("typing" !== data0){
validate41.errors = [{}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.client_ids !== undefined){
let data1 = data.client_ids;
const _errs3 = errors;
if(errors === _errs3){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs5 = errors;
if(!((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2)))){
validate41.errors = [{}];
return false;
}
if(errors === _errs5){
if(typeof data2 == "number"){
if(data2 > 9007199254740991 || isNaN(data2)){
validate41.errors = [{}];
return false;
}
else {
if(data2 < 1 || isNaN(data2)){
validate41.errors = [{}];
return false;
}
}
}
}
var valid1 = _errs5 === errors;
if(!valid1){
break;
}
}
}
else {
validate41.errors = [{}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate41.errors = [{}];
return false;
}
}
validate41.errors = vErrors;
return errors === 0;
}

const schema18 = {"properties":{"type":{"const":"status","type":"string"},"store":{"enum":["ok","degraded"],"type":"string"}},"required":["type","store"],"type":"object"};

function validate42(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.type === undefined) && (missing0 = "type")) || ((data.store === undefined) && (missing0 = "store"))){
validate42.errors = [{}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate42.errors = [{}];
return false;
}
if("status" !== data0){
validate42.errors = [{}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.store !== undefined){
let data1 = data.store;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate42.errors = [{}];
return false;
}
if(!((data1 === "ok") || (data1 === "degraded"))){
validate42.errors = [{}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate42.errors = [{}];
return false;
}
}
validate42.errors = vErrors;
return errors === 0;
}

const schema19 = {"properties":{"type":{"const":"error","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer","nullable":true},"code":{"type":"string"},"message":{"type":"string"},"location":{"items":{"anyOf":[{"type":"string"},{"type":"integer"}]},"type":"array","nullable":true},"temporary":{"type":"boolean"},"retry_after_ms":{"maximum":9007199254740991,"minimum":0,"type":"integer","nullable":true}},"required":["type","ref","code","message","location","temporary","retry_after_ms"],"type":"object"};

function validate43(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.type === undefined) && (missing0 = "type")) || ((data.ref === undefined) && (missing0 = "ref"))) || ((data.code === undefined) && (missing0 = "code"))) || ((data.message === undefined) && (missing0 = "message"))) || ((data.location === undefined) && (missing0 = "location"))) || ((data.temporary === undefined) && (missing0 = "temporary"))) || ((data.retry_after_ms === undefined) && (missing0 = "retry_after_ms"))){
validate43.errors = [{}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate43.errors = [{}];
return false;
}
if("error" !== data0){
validate43.errors = [{}];
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
if((!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))) && (data1 !== null)){
validate43.errors = [{}];
return false;
}
if(errors === _errs3){
if(typeof data1 == "number"){
if(data1 > 9007199254740991 || isNaN(data1)){
validate43.errors = [{}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate43.errors = [{}];
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
if(data.code !== undefined){
const _errs6 = errors;
if(typeof data.code !== "string"){
validate43.errors = [{}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.message !== undefined){
const _errs8 = errors;
if(typeof data.message !== "string"){
validate43.errors = [{}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.location !== undefined){
let data4 = data.location;
const _errs10 = errors;
if((!(Array.isArray(data4))) && (data4 !== null)){
validate43.errors = [{}];
return false;
}
if(errors === _errs10){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
const _errs13 = errors;
const _errs14 = errors;
let valid2 = false;
const _errs15 = errors;
if(typeof data5 !== "string"){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs15 === errors;
valid2 = valid2 || _valid0;
if(!valid2){
const _errs17 = errors;
if(!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid0 = _errs17 === errors;
valid2 = valid2 || _valid0;
}
if(!valid2){
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate43.errors = vErrors;
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
var valid1 = _errs13 === errors;
if(!valid1){
break;
}
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.temporary !== undefined){
const _errs19 = errors;
if(typeof data.temporary !== "boolean"){
validate43.errors = [{}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.retry_after_ms !== undefined){
let data7 = data.retry_after_ms;
const _errs21 = errors;
if((!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))) && (data7 !== null)){
validate43.errors = [{}];
return false;
}
if(errors === _errs21){
if(typeof data7 == "number"){
if(data7 > 9007199254740991 || isNaN(data7)){
validate43.errors = [{}];
return false;
}
else {
if(data7 < 0 || isNaN(data7)){
validate43.errors = [{}];
return false;
}
}
}
}
var valid0 = _errs21 === errors;
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
else {
validate43.errors = [{}];
return false;
}
}
validate43.errors = vErrors;
return errors === 0;
}

const schema20 = {"properties":{"type":{"const":"pong","type":"string"},"ref":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","ref"],"type":"object"};

function validate44(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.type === undefined) && (missing0 = "type")) || ((data.ref === undefined) && (missing0 = "ref"))){
validate44.errors = [{}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate44.errors = [{}];
return false;
}
if("pong" !== data0){
validate44.errors = [{}];
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
if(!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))){
validate44.errors = [{}];
return false;
}
if(errors === _errs3){
if(typeof data1 == "number"){
if(data1 > 9007199254740991 || isNaN(data1)){
validate44.errors = [{}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate44.errors = [{}];
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
}
}
}
else {
validate44.errors = [{}];
return false;
}
}
validate44.errors = vErrors;
return errors === 0;
}

const schema21 = {"properties":{"type":{"const":"goaway","type":"string"},"reason":{"type":"string"},"reconnect_within_ms":{"maximum":9007199254740991,"minimum":0,"type":"integer"}},"required":["type","reason","reconnect_within_ms"],"type":"object"};

function validate45(data){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.type === undefined) && (missing0 = "type")) || ((data.reason === undefined) && (missing0 = "reason"))) || ((data.reconnect_within_ms === undefined) && (missing0 = "reconnect_within_ms"))){
validate45.errors = [{}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate45.errors = [{}];
return false;
}
if("goaway" !== data0){
validate45.errors = [{}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reason !== undefined){
const _errs3 = errors;
if(typeof data.reason !== "string"){
validate45.errors = [{}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reconnect_within_ms !== undefined){
let data2 = data.reconnect_within_ms;
const _errs5 = errors;
if(!((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2)))){
validate45.errors = [{}];
return false;
}
if(errors === _errs5){
if(typeof data2 == "number"){
if(data2 > 9007199254740991 || isNaN(data2)){
validate45.errors = [{}];
return false;
}
else {
if(data2 < 0 || isNaN(data2)){
validate45.errors = [{}];
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
}
}
}
}
else {
validate45.errors = [{}];
return false;
}
}
validate45.errors = vErrors;
return errors === 0;
}


function validate21(data){
/*# sourceURL="ServerFrame" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const tag0 = data.type;
if(typeof tag0 == "string"){
if(tag0 === "welcome"){
if(!(validate22(data))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
else if(tag0 === "entry"){
if(!(validate33(data))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
}
else if(tag0 === "page"){
if(!(validate35(data))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
else if(tag0 === "ack"){
if(!(validate37(data))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
}
else if(tag0 === "presence"){
if(!(validate38(data))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
}
else if(tag0 === "typing"){
if(!(validate41(data))){
vErrors = vErrors === null ? validate41.errors : vErrors.concat(validate41.errors);
errors = vErrors.length;
}
}
else if(tag0 === "status"){
if(!(validate42(data))){
vErrors = vErrors === null ? validate42.errors : vErrors.concat(validate42.errors);
errors = vErrors.length;
}
}
else if(tag0 === "error"){
if(!(validate43(data))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
else if(tag0 === "pong"){
if(!(validate44(data))){
vErrors = vErrors === null ? validate44.errors : vErrors.concat(validate44.errors);
errors = vErrors.length;
}
}
else if(tag0 === "goaway"){
if(!(validate45(data))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
}
else {
validate21.errors = [{}];
return false;
}
}
else {
validate21.errors = [{}];
return false;
}
}
else {
validate21.errors = [{}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
