#pragma once
// /w/{workspace}/jobs and /bulk: long work: begun, looked at, stopped, taken back.
#include "base/json.h"
#include "http/router.h"
#include "service/jobs.h"
#include "service/verb.h"

namespace tenure::http {

void add_job_routes(Router&, service::Service&);
// A job as an object.
void write_job(json::Writer&, const store::Job&, Language);
// 202 with the job that was made and where to look at it.
Response job_begun(const Request&, service::Service&, const Result<int64_t>& job);
Response job_begun(const Request&, service::Service&, const Result<service::Done>&);  // its key is the number

}  // namespace tenure::http
