// Makes the container "state" once the server answers: Flink's file system expects it to be there.
const {createHmac} = require("crypto");
const {request} = require("http");

const [account, key] = process.env.AZURITE_ACCOUNTS.split(":");
const date = new Date().toUTCString();
const headers = {"x-ms-date": date, "x-ms-version": "2021-10-04"};
const signed = `PUT${"\n".repeat(12)}x-ms-date:${date}\nx-ms-version:${headers["x-ms-version"]}\n/${account}/state\nrestype:container`;
const signature = createHmac("sha256", Buffer.from(key, "base64")).update(signed).digest("base64");
Object.assign(headers, {host: `${account}.azure`, "content-length": 0, authorization: `SharedKey ${account}:${signature}`});

function make(tries) {
    const again = why => tries === 0 ? fail(why) : setTimeout(make, 200, tries - 1);
    request({method: "PUT", host: "127.0.0.1", port: 10000, path: "/state?restype=container", headers},
        answer => [201, 409].includes(answer.statusCode) ? process.exit(0) : again(answer.statusCode)).on("error", again).end();
}

function fail(why) {
    console.error("The container cannot be made:", why);
    process.exit(1);
}

make(100);
