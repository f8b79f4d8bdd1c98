// The kernels of bench/kernels as plain loops of C++: millions of samples a second, as JSON.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

constexpr int n = 1 << 20;
constexpr int rounds = 15;
volatile double sink;

template <typename Work> double rate(Work work) {
  double best = 1e300;
  for (int i = 0; i < rounds; i++) {
    auto start = std::chrono::steady_clock::now();
    sink = work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return n / best / 1e6;
}

int main() {
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  std::vector<double> x(n);
  const double normals = rate([&] {
    for (auto &v : x) v = normal(engine);
    return x[0];
  });
  const double m = 0.3, s = 1.2, c = -std::log(s * std::sqrt(2 * M_PI));
  const double density = rate([&] {
    double sum = 0;
    for (double v : x) {
      const double z = (v - m) / s;
      sum += -0.5 * z * z + c;
    }
    return sum / n;
  });
  const double expLog = rate([&] {
    double sum = 0;
    for (double v : x) sum += std::log(0.4 * std::exp(-0.5 * v * v) + 0.6 * std::exp(0.3 * v));
    return sum / n;
  });
  std::printf("{\"normals\": %f, \"log-density\": %f, \"exp-log\": %f}\n", normals, density, expLog);
}
