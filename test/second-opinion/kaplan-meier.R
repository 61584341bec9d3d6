# The waits until the first key action, by R's survival package: a second opinion on the oracle's rule 14 and its curve.
# Reads users.csv (set, user, start), actions.csv (set, user, at) and sets.csv (set, now), moments in microseconds, in
# the folder named; prints waits.csv and curve.csv there.
library(survival)

folder <- commandArgs(trailingOnly = TRUE)[1]
table_of <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), colClasses = c(user = "character"))
users <- table_of("users")
actions <- table_of("actions")
sets <- read.csv(file.path(folder, "sets.csv"))
day <- 24 * 3600 * 1e6

waits_of <- function(set) {
  now <- sets$now[sets$set == set]
  starting <- users[users$set == set & users$start <= now, ]
  acting <- merge(starting, actions[actions$set == set, c("user", "at")], by = "user")
  acting <- acting[acting$at >= acting$start & acting$at <= now, ]
  first <- tapply(acting$at, acting$user, min)
  at <- as.numeric(first[starting$user])
  data.frame(time = ifelse(is.na(at), now, at) - starting$start, event = !is.na(at))
}

# timefix would take durations for ties that differ by a microsecond.
fitted <- function(time, event) survfit(Surv(time, event) ~ 1, timefix = FALSE)
# Where the curve runs along the threshold, quantile() goes halfway; the catalogue takes the least duration.
until <- function(fit, left) fit$time[which(fit$surv <= left + 1e-9)[1]]

waits <- list()
curve <- list()
for (set in sets$set) {
  wait <- waits_of(set)
  if (nrow(wait) == 0) {
    waits[[length(waits) + 1]] <- data.frame(set, quarter = NA, half = NA)
    next
  }
  fit <- fitted(wait$time, wait$event)
  waits[[length(waits) + 1]] <- data.frame(set, quarter = until(fit, 0.75), half = until(fit, 0.5))
  # The life table of whole days is the estimate over durations cut down to days.
  days <- summary(fitted(floor(wait$time / day), wait$event), times = 0:90, extend = TRUE)
  at_risk <- sapply(0:90, function(age) sum(wait$time >= age * day))
  leaving <- function(event) sapply(0:90, function(age) sum(floor(wait$time / day) == age & wait$event == event))
  curve[[length(curve) + 1]] <- data.frame(
    set,
    day = 0:90,
    at_risk,
    activated = leaving(TRUE),
    censored = leaving(FALSE),
    share = ifelse(at_risk == 0, NA, 100 * (1 - days$surv))
  )
}
options(digits = 17, scipen = 999)
write.csv(do.call(rbind, waits), file.path(folder, "waits.csv"), row.names = FALSE, na = "")
write.csv(do.call(rbind, curve), file.path(folder, "curve.csv"), row.names = FALSE, na = "")
