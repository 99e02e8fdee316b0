"""Foreign code: plain-numpy functions as science packages write them, by somebody who never saw the tracer.

TRACES holds functions that should trace; REFUSED holds functions that no symbolic tracing can follow.
"""

import math

import numpy as np

SOLAR_CONSTANT = 1366.1  # W/m2
STEFAN_BOLTZMANN = 5.670374e-8  # W/m2/K4
TAX_BRACKETS = ((0.0, 12_000.0, 0.0), (12_000.0, 40_000.0, 0.2), (40_000.0, 120_000.0, 0.4))
TOP_TAX_RATE = 0.45
MONTH_MID_DAY = np.array([1, 47, 75, 105, 135, 162, 198, 228, 258, 288, 318, 344, 365])
EARTH_SUN_DISTANCE = np.array(
    [0.9833, 0.988, 0.9945, 1.0032, 1.0109, 1.0155, 1.0165, 1.0127, 1.0054, 0.9967, 0.989, 0.9845, 0.9833]
)  # astronomical units
TURBINE_SPEED = [0.0, 3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 25.0]  # m/s
TURBINE_POWER = [0.0, 0.0, 180.0, 590.0, 1240.0, 1850.0, 2000.0, 2000.0]  # kW


# ---- solar


def relative_airmass(cos_zenith):
    """Young (1994) relative air mass from the cosine of the zenith angle, NaN below the horizon."""
    z = np.where(cos_zenith > 0, cos_zenith, np.nan)
    numerator = 1.002432 * z**2 + 0.148386 * z + 0.0096467
    return numerator / (z**3 + 0.149864 * z**2 + 0.0102963 * z + 0.000303978)


def absolute_airmass(cos_zenith, pressure):
    """Pressure-corrected air mass, AM * p / 101325."""
    return relative_airmass(cos_zenith) * pressure / 101325.0


def extraterrestrial_radiation(day_of_year):
    """Normal extraterrestrial irradiance from a tabulated Earth-Sun distance, S0 / r**2."""
    distance = np.interp(day_of_year % 365, MONTH_MID_DAY, EARTH_SUN_DISTANCE)
    return SOLAR_CONSTANT * distance**-2


def liu_jordan(cos_zenith, transmittance, day_of_year):
    """Liu-Jordan beam, diffuse and global irradiance from a bulk atmospheric transmittance."""
    extra = extraterrestrial_radiation(day_of_year)
    tau_m = transmittance ** absolute_airmass(cos_zenith, 98_000.0)
    dni = np.where(np.isfinite(tau_m), extra * tau_m, 0.0)
    dhi = np.where(~np.isfinite(tau_m), 0.0, 0.3 * (1.0 - tau_m) * extra * cos_zenith)
    return {"ghi": dhi + dni * np.maximum(cos_zenith, 0), "dni": dni, "dhi": dhi}


def erbs_diffuse_fraction(kt):
    """Erbs (1982) diffuse fraction as a function of the clearness index."""
    df = 1 - 0.09 * kt
    df = np.where((kt > 0.22) & (kt <= 0.8), 0.9511 - 0.1604 * kt + 4.388 * kt**2 - 16.638 * kt**3 + 12.336 * kt**4, df)
    return np.where(kt > 0.8, 0.165, df)


def iam_fresnel(cos_aoi, n):
    """Unpolarised Fresnel transmittance of a glass cover of index n, relative to normal incidence."""
    cos_in = np.clip(cos_aoi, 0, 1)
    cos_out = np.sqrt(1 - (1 - cos_in**2) / n**2)
    rs = ((cos_in - n * cos_out) / (cos_in + n * cos_out)) ** 2
    rp = ((cos_out - n * cos_in) / (cos_out + n * cos_in)) ** 2
    rs_rp_normal = ((n - 1) / (n + 1)) ** 2
    return (1 - (rs + rp) / 2) / (1 - rs_rp_normal)


def sapm_cell_temperature(poa, temp_air, wind_speed, a=-3.47, b=-0.0594, delta_t=3.0):
    """Sandia cell temperature, E exp(a + b v) + Ta + E / E0 * dT."""
    module = poa * np.exp(a + b * wind_speed) + temp_air
    return module + poa / 1000.0 * delta_t


def pv_ac_energy(poa, temp_air, pdc0):
    """Linear-coefficient DC power through a clipped part-load inverter, with hourly energy summed."""
    cell = sapm_cell_temperature(poa, temp_air, 1.0)
    pdc = pdc0 * poa * 1e-3 * (1 - 0.0037 * (cell - 25.0))
    load = np.clip(pdc / pdc0, 0.01, None)
    efficiency = -0.0162 * load - 0.0059 / load + 0.9858
    pac = np.minimum(efficiency * np.maximum(pdc, 0.0), 0.9 * pdc0)
    return {"pac": pac, "summary": (np.sum(pac) / 1000.0, np.max(pac), np.mean(pac) / pdc0)}


# ---- economics and finance


def crra_utility(c, gamma):
    """CRRA utility, (c**(1 - gamma) - 1) / (1 - gamma), with the log limit at gamma = 1."""
    is_log = np.abs(gamma - 1) < 1e-8
    one_minus = np.where(is_log, 1.0, 1 - gamma)
    return np.where(is_log, np.log(c), (np.power(c, one_minus) - 1) / one_minus)


def cobb_douglas(capital, labour, alpha=0.33):
    """Cobb-Douglas output, K**alpha L**(1 - alpha)."""
    return capital**alpha * labour ** (1 - alpha)


def ces_output(capital, labour, share, sigma):
    """CES output with elasticity of substitution sigma, Cobb-Douglas where sigma is near one."""
    near_one = np.abs(sigma - 1) < 1e-3
    rho = np.where(near_one, 0.5, (sigma - 1) / sigma)
    ces = (share * capital**rho + (1 - share) * labour**rho) ** (1 / rho)
    return np.where(near_one, cobb_douglas(capital, labour, share), ces)


def solow_steady_state(s, delta, n, alpha):
    """Solow steady state, k* = (s / (n + delta))**(1 / (1 - alpha)), with output and consumption."""
    k = (s / (n + delta)) ** (1 / (1 - alpha))
    y = cobb_douglas(k, 1, alpha)
    return {"k": k, "y": y, "c": (1 - s) * y, "golden_rule": (alpha, s < alpha)}


def logistic_map_orbit(x0, r):
    """Logistic map, x' = r x (1 - x), with the orbit's last value and its Lyapunov estimate."""
    x, total, years = x0, 0.0, list(range(12))
    for _ in years:
        total += np.log(np.abs(r * (1 - 2 * x)) + 1e-12)
        x = r * x * (1 - x)
    return x, total / len(years)


def bond_price(coupon, yield_rate, face=100.0, maturity=10):
    """Price of a level-coupon bond and its Macaulay duration, by summing discounted payments."""
    flows = [coupon] * (maturity - 1) + [coupon + face]
    present = [flow * (1 + yield_rate) ** -t for t, flow in enumerate(flows, start=1)]
    price = sum(present)
    duration = sum(t * pv for t, pv in enumerate(present, start=1)) / price
    return price, duration


def annuity_payment(principal, rate, n_periods):
    """Level payment on a loan, r P / (1 - (1 + r)**-n), or P / n where the rate is zero."""
    zero = rate == 0
    r = np.where(zero, 1.0, rate)
    return np.where(zero, principal / n_periods, r * principal / -np.expm1(-n_periods * np.log1p(r)))


def income_tax(income):
    """Progressive tax by clipping income into each bracket, with average and marginal rates."""
    tax = TOP_TAX_RATE * np.maximum(income - TAX_BRACKETS[-1][1], 0)
    for lower, upper, rate in TAX_BRACKETS:
        tax = tax + rate * (np.clip(income, lower, upper) - lower)
    marginal = np.select(
        [income <= upper for _, upper, _ in TAX_BRACKETS], [rate for _, _, rate in TAX_BRACKETS], default=TOP_TAX_RATE
    )
    return {"tax": tax, "rates": (tax / np.maximum(income, 1.0), marginal)}


def theil_and_atkinson(income, aversion):
    """Theil index and Atkinson index over a column of incomes."""
    share = income / np.mean(income)
    theil = np.mean(share * np.log(share))
    atkinson = 1 - np.mean(share ** (1 - aversion)) ** (1 / (1 - aversion))
    return {"theil": theil, "atkinson": atkinson}


def norm_cdf(x):
    """Normal distribution function, Abramowitz and Stegun 26.2.17."""
    t = 1 / (1 + 0.2316419 * abs(x))
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    tail = np.exp(-x * x / 2) / np.sqrt(2 * np.pi) * poly
    return np.where(x >= 0, 1 - tail, tail)


def black_scholes(spot, strike, vol, rate, years):
    """Black-Scholes call and put with their deltas."""
    d1 = (np.log(spot / strike) + (rate + vol**2 / 2) * years) / (vol * np.sqrt(years))
    d2 = d1 - vol * np.sqrt(years)
    discounted = strike * np.exp(-rate * years)
    call = spot * norm_cdf(d1) - discounted * norm_cdf(d2)
    return {"call": (call, norm_cdf(d1)), "put": (call - spot + discounted, norm_cdf(d1) - 1)}


def project_npv(cash_flow, discount):
    """Discounted total, deepest cumulative outlay and perpetuity value, mean / r, of a column of flows."""
    cumulative = np.cumsum(cash_flow)
    return np.sum(cash_flow) / (1 + discount), np.min(cumulative), np.mean(cash_flow) / discount


# ---- water, climate, life, engineering


def scs_runoff(rain_mm, curve_number):
    """SCS curve-number runoff, (P - 0.2 S)**2 / (P + 0.8 S) once rain exceeds the initial abstraction."""
    s = 25400.0 / curve_number - 254.0
    excess = rain_mm - 0.2 * s
    return np.where(excess > 0, excess**2 / (rain_mm + 0.8 * s), 0.0)


def snow_and_reservoir(temperature, precipitation, k):
    """Degree-day snow store draining through a linear reservoir, 15 days of constant weather."""
    snow, store, flows = 40.0, 0.0, []
    rain = np.where(temperature > 1.0, precipitation, 0.0)
    for _day in range(15):
        melt = np.minimum(snow, 3.5 * np.maximum(temperature, 0))
        snow = snow - melt + (precipitation - rain)
        store = store + rain + melt
        flows.append(k * store)
        store -= flows[-1]
    return {"flows": flows, "left": {"snow": snow, "store": store}}


def saturation_vapour_pressure(t):
    """Magnus saturation vapour pressure in hPa, over water above freezing and over ice below."""
    return 6.112 * np.exp(np.where(t >= 0, 17.62 * t / (243.12 + t), 22.46 * t / (272.62 + t)))


def apparent_temperature(t, humidity, wind_kmh):
    """Wind chill when cold and windy, humidex when hot, air temperature otherwise."""
    chill = 13.12 + 0.6215 * t + (0.3965 * t - 11.37) * np.power(wind_kmh, 0.16)
    humidex = t + 5 / 9 * (humidity / 100 * saturation_vapour_pressure(t) - 10)
    felt = np.where((t <= 10) & (wind_kmh > 4.8), chill, np.where(t >= 20, np.maximum(humidex, t), t))
    return felt, np.rint(felt), (t <= 10) | (t >= 20)


def co2_warming(ppm, sensitivity=3.0):
    """CO2 forcing 5.35 ln(C / C0), warming per doubling, and a constant black-body emission."""
    ratio = ppm / 278.0
    return {
        "forcing": 5.35 * np.log(ratio),
        "warming": sensitivity * np.log2(ratio),
        "black_body": STEFAN_BOLTZMANN * 288**4,
    }


def sir_epidemic(beta, gamma, infected0):
    """Daily SIR epidemic over 30 days, with the peak and the herd-immunity threshold."""
    s, i, r = 1 - infected0, infected0, 0.0
    peak, prevalence = i, []
    for _ in range(30):
        new = np.minimum(beta * s * i, s)
        s, i, r = s - new, i + new - gamma * i, r + gamma * i
        peak = np.maximum(peak, i)
        prevalence.append(i)
    return {"end": (s, i, r), "peak": peak, "herd": np.maximum(0, 1 - gamma / beta), "prevalence": prevalence}


def repeated_oral_dose(hour, ka, ke, interval=8.0):
    """One-compartment oral dosing every interval hours: Bateman curve summed over doses, ka != ke."""
    total = 0.0
    for dose in range(6):
        since = hour - dose * interval
        t = np.maximum(since, 0)
        total = total + np.where(since > 0, ka / (ka - ke) * (np.exp(-ke * t) - np.exp(-ka * t)), 0.0)
    return total, hour // interval, hour % interval


def holling_responses(prey, attack, handling):
    """Holling type I, II and III functional responses."""
    return {
        "I": np.minimum(attack * prey, 1 / handling),
        "II": attack * prey / (1 + attack * handling * prey),
        "III": attack * prey**2 / (1 + attack * handling * prey**2),
    }


def growing_degree_days(temperature, base):
    """Growing degree days capped at 30 degrees, accumulated, with warm-day share and quartile range."""
    degree_days = np.clip(temperature, base, 30.0) - base
    iqr = np.quantile(temperature, 0.75) - np.quantile(temperature, 0.25)
    return np.cumsum(degree_days), np.mean(temperature > base), iqr


def electricity_tariff(hour):
    """Time-of-use tariff by hour counted from a Monday: night, peak, weekend and standard rates."""
    clock, day = hour % 24, np.floor(hour / 24) % 7
    weekend = day >= 5
    peak = ((clock >= 7) & (clock < 10)) | ((clock >= 17) & (clock < 20))
    return np.select([clock < 6, weekend, peak], [0.11, 0.18, 0.39], default=0.24)


def darcy_friction_factor(reynolds, roughness):
    """Darcy friction factor: 64 / Re when laminar, Swamee-Jain when turbulent, blended between."""
    laminar = 64 / reynolds
    turbulent = 0.25 / np.log10(roughness / 3.7 + 5.74 / reynolds**0.9) ** 2
    weight = (reynolds - 2300) / (4000 - 2300)
    return np.select(
        [reynolds < 2300, reynolds < 4000], [laminar, laminar * (1 - weight) + turbulent * weight], turbulent
    )


def wind_turbine_output(speed, density):
    """Wind turbine power curve at density-corrected speed, zero after cut-out, with the capacity factor."""
    power = np.interp(speed * (density / 1.225) ** (1 / 3), TURBINE_SPEED, TURBINE_POWER, right=0.0)
    return {"power": power, "capacity_factor": np.mean(power) / TURBINE_POWER[-1]}


def nearest_note(frequency):
    """Equal-tempered note number, 69 + 12 log2(f / 440), with its cents deviation and signed direction."""
    note = 69 + 12 * np.log2(frequency / 440.0)
    cents = 100 * (note - np.rint(note))
    return np.rint(note), cents, np.sign(cents), np.ceil(note) - np.floor(note)


# ---- functions no symbolic tracing can follow


def relu_if(x):
    """Positive part, x if x > 0."""
    if x > 0:
        return x * 1.0
    return 0.0


def triangle_membership(x):
    """Fuzzy triangle membership on 0 < x < 1."""
    return 1 - abs(2 * x - 1) if 0 < x < 1 else 0.0


def comfortable(temperature, humidity):
    """Comfort flag, 20 <= t and rh <= 60."""
    return np.where((temperature >= 20) and (humidity <= 60), 1.0, 0.0)


def law_of_minimum(nitrogen, phosphorus):
    """Liebig's law of the minimum."""
    return min(nitrogen / 16, phosphorus)


def is_weekend(day):
    """Weekend flag by membership."""
    return 1.0 * (day % 7 in [5, 6])


def arrhenius_rate(kelvin):
    """Arrhenius rate, A exp(-Ea / RT)."""
    return 1e11 * math.exp(-60_000 / (8.314 * kelvin))


def whole_units(stock):
    """Whole pallets of twelve in a stock."""
    return int(stock / 12) * 12


def declination(day):
    """Cooper solar declination, 23.45 sin(2 pi (284 + n) / 365)."""
    return 23.45 * np.sin(2 * np.pi * (284 + day) / 365)


def vector_norm(x, y):
    """Euclidean norm of a stacked vector."""
    return np.sqrt(np.sum(np.array([x, y]) ** 2))


def extinction(depth):
    """Beer-Lambert extinction, evaluated only where it matters."""
    return np.exp(-0.4 * depth, where=depth < 500)


def stomatal_steps(light):
    """Piecewise stomatal conductance through np.vectorize."""
    return np.vectorize(lambda v: 0.1 if v < 50 else 0.3)(light)


def worst_of(loss_a, loss_b):
    """Worst of two losses."""
    return np.maximum.reduce([loss_a, loss_b])


def saturation_fraction(moisture):
    """Relative saturation, clipped to [0, 1]."""
    return ((moisture - 0.05) / 0.4).clip(0, 1)


def normalised_weights(weight):
    """Weights over their total."""
    return weight / weight.sum()


def price_label(price):
    """Price written with two decimals."""
    return f"{price:.2f} EUR"


def compound_years(years):
    """Compound growth of 2 % over a variable number of years."""
    value = 1.0
    for _ in range(years):
        value *= 1.02
    return value


def crop_coefficient(stage):
    """Crop coefficient looked up in a table by growth stage."""
    return np.array([0.3, 0.7, 1.15, 0.6])[stage]


def kelvin_in_place(celsius):
    """Kelvin from Celsius, added in place."""
    celsius += 273.15
    return celsius


def hinge_loss(margin):
    """Hinge loss filled in by a mask."""
    loss = np.zeros_like(margin)
    loss[margin < 1] = 1 - margin[margin < 1]
    return loss


def specific_humidity(vapour_pressure):
    """Specific humidity, 0.622 e / (p - 0.378 e), after np.asarray."""
    e = np.asarray(vapour_pressure)
    return 0.622 * e / (1013.25 - 0.378 * e)


def kernel_density(sample):
    """Gaussian kernel density on a grid by 2-d broadcasting."""
    grid = np.linspace(-3, 3, 31)
    return np.mean(np.exp(-((sample[:, None] - grid) ** 2) / 2), 0) / math.sqrt(2 * math.pi)


def total_rain(rain):
    """Total rain along the first axis."""
    return np.sum(rain, axis=0)


def penalty_points(speed):
    """Penalty points, boolean times three."""
    return (speed > 50) * 3


TRACES = [
    (relative_airmass, {"cos_zenith": (-0.2, 1.0)}, "cos_zenith"),
    (absolute_airmass, {"cos_zenith": (0.02, 1.0), "pressure": (60_000, 105_000)}, "pressure"),
    (extraterrestrial_radiation, {"day_of_year": (-30, 800)}, "day_of_year"),
    (liu_jordan, {"cos_zenith": (-0.2, 1.0), "transmittance": (0.3, 0.8), "day_of_year": (1, 365)}, "cos_zenith"),
    (erbs_diffuse_fraction, {"kt": (0.0, 1.0)}, "kt"),
    (iam_fresnel, {"cos_aoi": (-0.2, 1.0), "n": (1.1, 1.6)}, "cos_aoi"),
    (sapm_cell_temperature, {"poa": (0, 1200), "temp_air": (-20, 45), "wind_speed": (0, 20)}, "wind_speed"),
    (pv_ac_energy, {"poa": (0, 1200), "temp_air": (-20, 45), "pdc0": (1000, 9000)}, "poa"),
    (crra_utility, {"c": (0.1, 10), "gamma": (0.5, 4)}, "c"),
    (cobb_douglas, {"capital": (0, 100), "labour": (0.1, 50)}, "capital"),
    (ces_output, {"capital": (1, 100), "labour": (1, 50), "share": (0.1, 0.9), "sigma": (0.3, 3)}, "capital"),
    (solow_steady_state, {"s": (0.05, 0.6), "delta": (0.02, 0.1), "n": (0, 0.03), "alpha": (0.2, 0.5)}, None),
    (logistic_map_orbit, {"x0": (0.05, 0.95), "r": (2.5, 3.4)}, "x0"),
    (bond_price, {"coupon": (0, 12), "yield_rate": (-0.01, 0.2)}, None),
    (annuity_payment, {"principal": (1000, 500_000), "rate": (0, 0.02), "n_periods": (12, 360)}, "rate"),
    (income_tax, {"income": (0, 200_000)}, "income"),
    (theil_and_atkinson, {"income": (500, 200_000), "aversion": (0.2, 0.9)}, "income"),
    (norm_cdf, {"x": (-6, 6)}, "x"),
    (
        black_scholes,
        {"spot": (50, 150), "strike": (60, 140), "vol": (0.1, 0.8), "rate": (-0.01, 0.1), "years": (0.1, 3)},
        "spot",
    ),
    (project_npv, {"cash_flow": (-500, 900), "discount": (0.01, 0.2)}, "cash_flow"),
    (scs_runoff, {"rain_mm": (0, 150), "curve_number": (40, 98)}, "rain_mm"),
    (snow_and_reservoir, {"temperature": (-10, 15), "precipitation": (0, 20), "k": (0.05, 0.6)}, "temperature"),
    (saturation_vapour_pressure, {"t": (-40, 45)}, "t"),
    (apparent_temperature, {"t": (-30, 42), "humidity": (5, 100), "wind_kmh": (0, 80)}, "t"),
    (co2_warming, {"ppm": (180, 1200)}, "ppm"),
    (sir_epidemic, {"beta": (0.1, 1.2), "gamma": (0.05, 0.5), "infected0": (0.0001, 0.05)}, None),
    (repeated_oral_dose, {"hour": (-4, 72), "ka": (0.8, 2), "ke": (0.05, 0.5)}, "hour"),
    (holling_responses, {"prey": (0, 200), "attack": (0.01, 1), "handling": (0.05, 2)}, "prey"),
    (growing_degree_days, {"temperature": (-5, 40), "base": (4, 12)}, "temperature"),
    (electricity_tariff, {"hour": (-50, 400)}, "hour"),
    (darcy_friction_factor, {"reynolds": (500, 100_000), "roughness": (0, 0.05)}, "reynolds"),
    (wind_turbine_output, {"speed": (0, 30), "density": (0.9, 1.4)}, "speed"),
    (nearest_note, {"frequency": (20, 5000)}, "frequency"),
]

REFUSED = [
    (relu_if, {"x": (-2, 2)}, "if"),
    (triangle_membership, {"x": (-1, 2)}, "chained"),
    (comfortable, {"temperature": (0, 40), "humidity": (0, 100)}, "and"),
    (law_of_minimum, {"nitrogen": (1, 100), "phosphorus": (0.1, 10)}, "min"),
    (is_weekend, {"day": (0, 30)}, "in"),
    (arrhenius_rate, {"kelvin": (250, 400)}, "math.exp"),
    (whole_units, {"stock": (0, 500)}, "int("),
    (declination, {"day": (1, 365)}, "np.sin"),
    (vector_norm, {"x": (-3, 3), "y": (-3, 3)}, "np.array"),
    (extinction, {"depth": (0, 400)}, "where="),
    (stomatal_steps, {"light": (0, 100)}, "vectorize"),
    (worst_of, {"loss_a": (0, 10), "loss_b": (0, 10)}, "maximum.reduce"),
    (saturation_fraction, {"moisture": (0, 0.6)}, ".clip"),
    (normalised_weights, {"weight": (0.1, 5)}, ".sum"),
    (price_label, {"price": (0, 100)}, "format"),
    (compound_years, {"years": (1, 30)}, "range"),
    (crop_coefficient, {"stage": (0, 3)}, "index"),
    (kelvin_in_place, {"celsius": (-40, 50)}, "in place"),
    (hinge_loss, {"margin": (-2, 3)}, "zeros_like"),
    (specific_humidity, {"vapour_pressure": (1, 50)}, "asarray"),
    (kernel_density, {"sample": (-3, 3)}, "None"),
    (total_rain, {"rain": (0, 80)}, "axis"),
    (penalty_points, {"speed": (0, 90)}, "boolean"),
]
